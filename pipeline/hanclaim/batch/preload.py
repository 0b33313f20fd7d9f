"""Imported for what it does: load everything a document needs, once, in the server that workers are forked from."""

from hanclaim.batch import SAMPLE
from hanclaim.batch.version import versions
from hanclaim.process import process

versions()
process(SAMPLE)

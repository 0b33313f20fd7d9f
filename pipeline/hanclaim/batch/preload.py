"""Imported for what it does: load everything a document needs, once, in the server that workers are forked from."""

import gc

from hanclaim.batch.version import versions
from hanclaim.batch.warm import load
from hanclaim.process import DEFAULT, process

versions()
load(process, DEFAULT)
gc.collect()
gc.freeze()

"""``python -m hanclaim``."""

from hanclaim.cli import main

if __name__ == "__main__":
    main()

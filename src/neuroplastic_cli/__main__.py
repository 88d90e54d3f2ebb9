"""Run the program: `python -m neuroplastic_cli`, and the scripts of the package."""

import gc
import sys


def main() -> None:
    """Run the program on the command line's arguments and exit with its status."""
    # A run makes little garbage and is soon over; looking for it takes a tenth of it.
    gc.set_threshold(100_000)
    try:
        from neuroplastic_cli.cli import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        # So early that the program was still being read.
        status = 130
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    main()

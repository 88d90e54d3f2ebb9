"""Run the program: `python -m neuroplastic_cli`."""

from neuroplastic_cli.cli import main

main()

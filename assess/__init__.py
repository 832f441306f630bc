"""What people touch: the command line, spreadsheets in and out, the store, the reports."""

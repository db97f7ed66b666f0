"""What the readers and writers of XLSForm agree on: sheets, columns, types, how a value fills a cell."""

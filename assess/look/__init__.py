"""The look that all reports share: colours, words for figures, the page, the PDF, the workbook."""

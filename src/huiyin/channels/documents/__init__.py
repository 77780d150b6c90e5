"""Papers as offices use them: one content as .docx, .pdf, and as a text to forward."""

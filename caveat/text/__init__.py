"""Every sentence that readers see, one file a subject: whole sentences, so that another language can say them in its own order."""

"""Every sentence that readers see, a module a subject: whole sentences, for translation."""

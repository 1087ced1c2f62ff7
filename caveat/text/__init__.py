"""Every sentence that readers see, a module a subject: whole sentences, so that they can be translated."""

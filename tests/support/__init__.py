"""What several tests share: opened pages, servers, readers, a second implementation of the rules."""

"""Links that readers hold, and the test that they go on showing what they showed."""

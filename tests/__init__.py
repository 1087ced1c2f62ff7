"""Tests of the dashboard, in the shape of the tree that they test."""

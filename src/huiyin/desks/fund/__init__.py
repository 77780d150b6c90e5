"""The maintenance fund: who keeps a use of it, who watches over it, what everybody reads."""

"""What the machine may do at a step, topic by topic; numbers and names are drawn, the ledger says what they pick."""

"""What can happen in a space: each verb does it by the product's own actions, and notes in the ledger what it means."""

"""What is wrong with the way that mails take, in plain words. In English, as what servers and standards say."""

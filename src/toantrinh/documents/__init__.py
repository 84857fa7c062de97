"""Files by digest; letters from templates; verification of what was issued."""

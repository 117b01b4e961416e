"""What takes longer than a request: started, run slice by slice, resumed."""

"""What people see: values in, markup out. No models, no queries, no clock: a page is drawn from frozen shapes."""

use clean

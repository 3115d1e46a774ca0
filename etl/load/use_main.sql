use main

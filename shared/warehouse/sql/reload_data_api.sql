notify pgrst, 'reload schema'

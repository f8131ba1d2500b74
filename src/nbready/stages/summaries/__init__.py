"""What calls are known to do: by their entry in the catalogue, by natives, by how things are named."""

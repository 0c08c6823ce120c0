"""Public lists brought onto the map: readers turn a file into rows, matching finds whom a row means, writing writes."""

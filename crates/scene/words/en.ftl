# The words of Quorum Lab in English. The format is described in ../src/words.rs.

list-between = {", "}
list-last = {" and "}
fixture = { $x }

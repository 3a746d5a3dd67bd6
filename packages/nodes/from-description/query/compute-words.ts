/** Words that request a computed column. */
export const computationWords =
  /\b(?:into (?:one|a|a single|a new) column|compute\w*|calculat\w*|work out|figure out|(?:add|create|make|insert)\b.{0,40}?\bcolumn|new column|extra column|additional column|derive\w*|multiply|divide|subtract|berechne\w*|neue\w? spalte|(?:zusatzliche|weitere|extra)\w? spalte|spalte\b.{0,30}\b(?:hinzu\w*|mit de[mr])|erganze\w*|multiplizier\w*|dividier\w*|convert|umrechnen|ausrechnen|errechne\w*|ermittel\w*|bestimme\w*|rechne\w*)\b/

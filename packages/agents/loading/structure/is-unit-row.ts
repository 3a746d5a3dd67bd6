/** Matches symbols, temperatures, SI units with prefixes, other common units, currencies, and quotients of units. */
const unitPattern =
  /^(?:[%‰°#-]|°?[CFK]|deg(?:rees?)?\.?(?: ?[CFK])?|[kcmµμnMGhd]?(?:m|s|g|l|L|V|A|W|Hz|Pa|bar|N|J|mol|M|T|eV|cd|lx|B|bit|S|Ω|ohm|t|a)|mm|cm|km|ha|min|hours?|hrs?|days?|years?|sec|seconds?|minutes?|dB[AmV]?|ppm|ppb|ppt|psu|PSU|pH|rad|rpm|kWh|MWh|GWh|mmHg|inches|inch|in|[Aa]ngstroms?|microns?|[mMkG]?pc|m?Jy|arc(?:sec|min)|[kM]?cal|[kM]?erg|torr|ft|feet|miles?|mph|knots?|kt|lbs?|kg|mg|n\.?a\.?|-|count[s]?|number|anzahl|stück|EUR|USD|GBP|CHF|€|\$|£|no\.?|1|m\^?[23²³]|[\wµμ°%]{1,6}(?:[/·*^ ][\wµμ°%²³⁻¹-]{1,6}){1,3}|Mio\.?(?: ?(?:EUR|€))?|1[ .,]?000(?: ?\p{L}+)?)$/u
const bracketedPattern = /^[([].{1,20}[)\]]$/

/**
 * Returns whether a line contains only units. It must have at least two non-empty cells, each of which is a known unit
 * or is enclosed in brackets.
 */
export function isUnitRow(cells: readonly string[]): boolean {
  const nonBlankCells = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  return (
    nonBlankCells.length >= 2 &&
    nonBlankCells.every((cell) => unitPattern.test(cell) || bracketedPattern.test(cell)) &&
    nonBlankCells.some(hasLetterOrSymbol)
  )
}

const hasLetterOrSymbol = (cell: string): boolean => /[\p{L}%°€$£]/u.test(cell)

/** Matches words that are common column names in several languages. */
export const headerWordPattern =
  /^(?:id|ids|name|title|date|time|day|month|year|code|type|kind|category|group|class|total|amount|price|cost|value|count|number|no|nr|num|qty|quantity|address|street|city|town|state|region|country|county|zip|postcode|phone|email|url|status|lat|latitude|lon|lng|long|longitude|x|y|z|description|comment|notes?|label|index|key|rank|score|rate|percent|min|max|mean|sum|age|sex|gender|first|last|first name|last name|start|end|from|to|source|target|size|weight|height|width|length|unit|currency|language|datum|ort|stadt|land|preis|menge|anzahl|nom|ville|pays|prix|fecha|nombre|ciudad|precio|abbr|abbreviation|acronym|full|desc|tags?|alias|symbol|iso|iso[23]|capital|continent|population|area|word|term|lemma|definition|meaning|translation|english|german|french|spanish|chinese|pinyin|question|answer|text|user|username|author|publisher|product|item|sku|brand|model|customer|company|department|role|result|locale|path|file|filename|link|website|domain|version|license|parent|level|species|genus|family|gene|sample|treatment|team|player|season|ticker|exchange|account|iban|bic|bank|balance|debit|credit|payee|memo|reference|station|elevation|altitude|bezeichnung|beschreibung|wert|adresse|libelle|libellé|valeur|descripcion|descripción|valor)$/i

const identifierPattern = /^[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)+$|^[A-Z]?[a-z]+(?:[A-Z][a-z0-9]+)+$/

/** Returns whether a string looks like an identifier in a program, such as `first_name` or `firstName`. */
export const isIdentifier = (text: string): boolean => identifierPattern.test(text)

/** The placeholder of each ASCII character in a pattern. */
const asciiPlaceholders = Array.from({ length: 128 }, (_, code) => replaceByKind(String.fromCharCode(code)))

function replaceByKind(text: string): string {
  return text
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}/gu, 'a')
    .replace(/\p{Lo}/gu, 'o')
    .replace(/\d/g, '9')
}

/** Replaces each letter and digit with a placeholder for its kind, so that "Ab-1" becomes "Aa-9". */
export function toCharacterPattern(text: string): string {
  let pattern = ''
  for (let index = 0; index < text.length; index++) {
    const placeholder = asciiPlaceholders[text.charCodeAt(index)]
    if (placeholder === undefined) return replaceByKind(text)
    pattern += placeholder
  }
  return pattern
}

/** Words at the start of a clause that name a step, in lower case without diacritics. */
const startingWords =
  /^(?:load|read|import|open|lade|lies|importiere|join|merge|verbinde|verknupfe|append|stack|deduplicate|dedupe|remove|drop|delete|exclude|discard|throw out|leave out|entferne|losche|keep|only keep|filter|select|retain|behalte|rename|benenne|umbenennen|fill|fulle|replace|ersetze|check|validate|verify|ensure|make sure|prufe|take|limit|(?:the )?(?:first|last|top) \d+|nimm|sample|sort|order|sortiere|group|gruppiere|aggregate|summarize|compute|calculate|add|create|derive|berechne|count|sum|zahle|summiere|show|display|draw|plot|chart|visualize|zeige|zeichne|erstelle|(?:an? |ein )?(?:bar|line|area|scatter|box|pie)\b|histogram|export|save|download|write|exportiere|speichere|email|e-mail|mail|send|sende|schicke|notify|benachrichtige|alert|every|each (?:day|week|month|monday)|split|teile|pivot|unpivot|round|ask for|wait for|request approval)\b/

/** Words at the end of a German clause that name a step: "nach Datum sortieren". */
const finalVerb =
  /\b(?:laden|einlesen|verbinden|entfernen|loschen|behalten|filtern|umbenennen|fullen|prufen|sortieren|gruppieren|berechnen|zahlen|summieren|zeigen|anzeigen|zeichnen|exportieren|speichern|senden|schicken|benachrichtigen)$/

const courtesies = /^(?:\s*\b(?:please|bitte|also|now|next|finally)\b)*\s*/

/** Returns whether folded text starts with words that name a step, or its first clause ends with a German verb. */
export const startsStep = (folded: string): boolean =>
  startingWords.test(folded.replace(courtesies, '')) || endsWithVerb(folded)

/** Returns whether the first clause of folded text names its step only with a German verb at its end. */
export function endsWithVerb(folded: string): boolean {
  const text = folded.replace(courtesies, '')
  const [firstClause = ''] = text.split(/[,.;]|\b(?:und|and)\b/)
  return !startingWords.test(text) && finalVerb.test(firstClause.trim())
}

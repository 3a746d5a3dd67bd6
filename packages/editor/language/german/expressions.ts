import type { Sentences } from '../sentences.ts'

/** What is said of expressions and SQL, in German. */
export const germanExpressions: Sentences = {
  '"‹name›" in ‹shown› is nothing that "‹node›" can read.': '„‹name›“ in ‹shown› ist nichts, was „‹node›“ lesen kann.',
  '"‹setting›" holds an expression that cannot be read: ‹reason›':
    '„‹setting›“ enthält einen Ausdruck, der sich nicht lesen lässt: ‹reason*›',
  'The expression in "‹setting›" fails: ‹reason›': 'Der Ausdruck in „‹setting›“ scheitert: ‹reason*›',
  '{{‹expression›}} has no value here.': '{{‹expression›}} hat hier keinen Wert.',
  '"‹text›" is never closed by }}.': '„‹text›“ wird nie mit }} geschlossen.',
  'The expression "‹text›" cannot be read: ‹reason›': 'Der Ausdruck „‹text›“ lässt sich nicht lesen: ‹reason*›',
  'The expression `‹text›` cannot be used: ‹reason›.': 'Der Ausdruck `‹text›` lässt sich nicht benutzen: ‹reason*›.',
  'The expression `‹text›` cannot be used: ‹reason›': 'Der Ausdruck `‹text›` lässt sich nicht benutzen: ‹reason*›',
  'The expression is empty': 'Der Ausdruck ist leer',
  'The expression is empty.': 'Der Ausdruck ist leer.',
  'The expression is missing': 'Der Ausdruck fehlt',
  'The expression is nested too deep.': 'Der Ausdruck ist zu tief geschachtelt.',
  'The expression is too large': 'Der Ausdruck ist zu groß',
  'The expression makes more than ‹count› values.': 'Der Ausdruck ergibt mehr als ‹count#› Werte.',
  'The expression makes ‹count› ‹what›, more than ‹most›.': 'Der Ausdruck ergibt ‹count#› ‹what*›, mehr als ‹most#›.',
  items: 'Einträge',
  characters: 'Zeichen',
  'The regular expression /‹pattern›/‹flags› cannot be used (‹reason›). It has no look-arounds and no back-references.':
    'Der reguläre Ausdruck /‹pattern›/‹flags› lässt sich nicht benutzen (‹reason›). Umschau und Rückverweise gibt es nicht.',
  'The pattern /‹pattern›/ cannot be read: ‹reason›': 'Das Muster /‹pattern›/ lässt sich nicht lesen: ‹reason›',
  '$base64decode is given what is no Base64: "‹text›"': '$base64decode bekommt, was kein Base64 ist: „‹text›“',
  '$base64encode takes characters up to U+00FF, and is given "‹text›"':
    '$base64encode nimmt Zeichen bis U+00FF, und bekommt „‹text›“',
  // Over cells.
  'A cell is read by the name of its column alone, in backticks where it is no plain word':
    'Eine Zelle wird nur mit dem Namen ihrer Spalte gelesen, in Backticks, wo er kein einfaches Wort ist',
  'A cell without a value is found by $not($exists(…)), not by `= null`':
    'Eine Zelle ohne Wert findet $not($exists(…)), nicht `= null`',
  'A function of one’s own cannot be used on cells': 'Eine eigene Funktion lässt sich auf Zellen nicht benutzen',
  'A transformation cannot be used on cells': 'Eine Umformung lässt sich auf Zellen nicht benutzen',
  'Behind `~>` stands a function': 'Hinter `~>` steht eine Funktion',
  'Column `‹column›` holds ‹type›, which expressions over cells cannot read':
    'Die Spalte `‹column›` enthält ‹type›, was Ausdrücke über Zellen nicht lesen können',
  'It gives ‹what›, which no cell can hold': 'Es ergibt ‹what*›, was keine Zelle enthalten kann',
  'Objects {…} cannot be cells': 'Objekte {…} können keine Zellen sein',
  'One branch of `?:` gives ‹one› and the other ‹other›: make them alike with $string or $number':
    'Ein Zweig von `?:` ergibt ‹one*› und der andere ‹other*›: mit $string oder $number angleichen',
  'Setting a variable here cannot be used on cells': 'Eine Variable zu setzen, geht auf Zellen nicht',
  'Sorting cannot be used on cells': 'Sortieren lässt sich auf Zellen nicht benutzen',
  'The whole row cannot be a cell': 'Die ganze Zeile kann keine Zelle sein',
  'There is no `$‹name›`': 'Es gibt kein `$‹name›`',
  'There is no column `‹column›`': 'Es gibt keine Spalte `‹column›`',
  '[…] and {…} behind a value select from lists, and cells are none':
    '[…] und {…} hinter einem Wert wählen aus Listen, und Zellen sind keine',
  '`$‹name›` cannot be used on cells (can: ‹names›)':
    '`$‹name›` lässt sich auf Zellen nicht benutzen (möglich: ‹names›)',
  '`$‹name›` takes ‹least› to ‹most› ‹value|values›, and is given ‹count›':
    '`$‹name›` nimmt ‹least› bis ‹most› Werte, und bekommt ‹count›',
  '`$‹name›` takes ‹most› ‹value|values›, and is given ‹count›': '`$‹name›` nimmt ‹most› Werte, und bekommt ‹count›',
  '`‹name›` cannot be used on cells': '`‹name›` lässt sich auf Zellen nicht benutzen',
  '`‹sign›` compares numbers or texts, and is given true or false':
    '`‹sign›` vergleicht Zahlen oder Texte, und bekommt wahr oder falsch',
  '‹what› cannot be a text': '‹what*› kann kein Text sein',
  '‹what› is neither true nor false': '‹what*› ist weder wahr noch falsch',
  '‹what› cannot be a cell': '‹what*› kann keine Zelle sein',
  '‹what› cannot be compared with a cell': '‹what*› lässt sich nicht mit einer Zelle vergleichen',
  '‹name› rounds to at most ‹count› digits': '‹name› rundet auf höchstens ‹count#› Stellen',
  '‹name› takes a list such as [price, tax], and is given ‹what›':
    '‹name› nimmt eine Liste wie [price, tax], und bekommt ‹what*›',
  '‹name› takes ‹wanted›, and is given ‹what›': '‹name› nimmt ‹wanted*›, und bekommt ‹what*›',
  '‹name› takes a text that is written there, and not empty':
    '‹name› nimmt einen Text, der dort geschrieben steht und nicht leer ist',
  '‹name› takes a whole number that is written there': '‹name› nimmt eine ganze Zahl, die dort geschrieben steht',
  '‹name› with a pattern takes a text that is written there':
    '‹name› nimmt bei einem Muster einen Text, der dort geschrieben steht',
  // SQL.
  'The statement is empty.': 'Die Anweisung ist leer.',
  'The statement has ‹count› characters, more than ‹most›.': 'Die Anweisung hat ‹count#› Zeichen, mehr als ‹most#›.',
  'The statement has ‹count› ‹what›, more than ‹most›.': 'Die Anweisung hat ‹count#› ‹what*›, mehr als ‹most#›.',
  'joined tables': 'verbundene Tabellen',
  'The statement holds a character 0, which no statement has.':
    'Die Anweisung enthält ein Zeichen 0, das keine Anweisung hat.',
  'The statement makes a text or a list of a size of eight digits or more.':
    'Die Anweisung erzeugt einen Text oder eine Liste von achtstelliger Größe.',
  'The statement opens ‹count› brackets within one another, more than ‹most›.':
    'Die Anweisung öffnet ‹count#› Klammern ineinander, mehr als ‹most#›.',
  'The statement reads `‹table›`, which is none of its inputs (it has ‹names›).':
    'Die Anweisung liest `‹table›`, was keiner ihrer Eingänge ist (sie hat ‹names*›).',
  'The statement took longer than its ‹seconds› s.': 'Die Anweisung dauerte länger als ihre ‹seconds› s.',
  'The statement could not be taken apart: ‹text›': 'Die Anweisung ließ sich nicht zerlegen: ‹text›',
  'A function over a list stands within another one.': 'Eine Funktion über eine Liste steht in einer anderen.',
  '`‹name›` needs its format as a text in quotes, without widths of four digits or "*".':
    '`‹name›` braucht sein Format als Text in Anführungszeichen, ohne vierstellige Breiten oder „*“.',
  '`.‹name›(…)` is not read as a method here.': '`.‹name›(…)` wird hier nicht als Methode gelesen.',
  '`‹name›` is none of the functions that a statement may call.':
    '`‹name›` ist keine der Funktionen, die eine Anweisung aufrufen darf.',
  '`‹name›` gives something else at each run.': '`‹name›` ergibt bei jedem Lauf etwas anderes.',
  '‹word› is no SELECT.': '‹word› ist kein SELECT.',
  'A sample by SQL would be another one at each run.': 'Eine Stichprobe durch SQL wäre bei jedem Lauf eine andere.',
  'The result may differ in the last digit: ‹names›.': 'Das Ergebnis kann in der letzten Stelle abweichen: ‹names›.',
  'The result may differ where rows are equal in what orders them: ‹names›.':
    'Das Ergebnis kann abweichen, wo Zeilen gleich geordnet sind: ‹names›.',
  'The result has more than ‹count› rows.': 'Das Ergebnis hat mehr als ‹count|Zeile|Zeilen›.',
  'The parameter `‹name›` is a list.': 'Der Parameter `‹name›` ist eine Liste.',
  'The parameter `‹name›` is an object.': 'Der Parameter `‹name›` ist ein Objekt.',
  'The input `‹name›` is named twice.': 'Der Eingang `‹name›` ist zweimal genannt.',
  'The input `‹name›` ‹why›.': 'Der Eingang `‹name›` lässt sich so nicht nennen.',
}

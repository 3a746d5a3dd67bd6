/** German meanings of the problems that users see most often. Other meanings are shown in English. */
export const germanMeanings: Readonly<Record<string, string>> = {
  'aggregate.nothing-selected':
    'Ein Knoten „Aggregieren“ hat weder Gruppen noch Kennzahlen, also hätte das Ergebnis keine Spalten.',
  'cast.failed': 'Beim Umwandeln fanden sich Werte, die nicht die Form des neuen Typs haben.',
  'cast.impossible': 'Zwischen diesen beiden Typen gibt es keine Umwandlung.',
  'code.failed': 'Der Code eines Knotens hat einen Fehler ausgelöst.',
  'code.out-of-memory': 'Der Code eines Knotens hat mehr Speicher gebraucht, als seine Einstellungen erlauben.',
  'code.out-of-time': 'Der Code eines Knotens lief länger, als seine Einstellungen erlauben.',
  'code.syntax': 'Der Code eines Knotens ist kein gültiges JavaScript.',
  'edge.invalid':
    'Eine Verbindung führt zu einem Knoten oder Anschluss, den es nicht gibt, zu einem belegten Eingang, oder zu einem Eingang, der den Wert nicht annimmt.',
  'expression.failed': 'Der Lauf hat einen Ausdruck ausgewertet, und dabei trat ein Fehler auf.',
  'expression.invalid': 'Ein Ausdruck ist nicht gültig, oder er verwendet etwas, das es an dieser Stelle nicht gibt.',
  'expression.no-value': 'Ein Ausdruck in einem Text hat in diesem Lauf keinen Wert, also wäre der Text unvollständig.',
  'expression.unknown-name':
    'Ein Ausdruck liest einen Knoten oder eine Variable, die es nicht gibt oder die nicht vor diesem Knoten läuft.',
  'http.no-url': 'Ein Knoten, der einen Dienst aufruft, hat noch keine URL.',
  'http.not-json': 'Erwartet wurde JSON, die Antwort des Dienstes ist anderer Text.',
  'http.status': 'Ein Dienst hat eine Anfrage mit einem Fehler beantwortet.',
  'join.no-keys': 'Verbunden wird über gleiche Spaltennamen, und die Tabellen haben keinen gemeinsamen.',
  'load.dataset-missing': 'Ein Knoten „Laden“ verweist auf einen Datensatz, den es hier nicht gibt.',
  'node.invalid-setting':
    'Eine Einstellung passt nicht zu ihrem Knotentyp. Bei Ausdrücken zeigt sich das manchmal erst im Lauf.',
  'node.migrated':
    'Der Knoten wurde mit einer älteren Version seines Typs gespeichert, oder ohne `typeVersion`, und einer seiner Texte hat in der installierten Version eine andere Form. So war `input` in Version 1 von „Umformen“ und „Code“ der Wert selbst; jetzt enthält `input` in jedem Knoten die Eingänge nach Anschluss, und `input.value` ist der erste. Ergebnisse ändern sich nicht.',
  'node.missing-input': 'Ein Eingang, den der Knoten braucht, ist nicht verbunden.',
  'node.out-of-time': 'Alle Versuche eines Knotens dauerten zusammen länger als seine Zeitgrenze.',
  'node.timeout': 'Ein Versuch eines Knotens dauerte länger als seine Zeitgrenze.',
  'node.unknown-type': 'Der Ablauf enthält einen Knoten, dessen Typ hier nicht installiert ist.',
  'secret.unknown': 'Ein Knoten verwendet einen Schlüssel, der dort nicht gespeichert ist, wo der Ablauf läuft.',
  'sql.conversion': 'Eine Umwandlung scheitert an einem Wert der Daten. Ein solcher Wert beendet die Anweisung.',
  'sql.empty': 'Ein SQL-Knoten hat keine Anweisung.',
  'sql.names':
    'Die Anweisung verwendet eine Tabelle, Spalte oder Funktion, die es nicht gibt, oder Typen, die nicht zusammenpassen.',
  'sql.other-table': 'Die Anweisung liest eine Tabelle, die kein Eingang des Knotens ist.',
  'sql.out-of-time.check':
    'Eine SQL-Anweisung enthält einen konstanten Wert, dessen Berechnung zu lange dauert; sie wird nicht mehr geprüft.',
  'sql.out-of-time': 'Eine Anweisung lief länger als ihre Zeitgrenze. Meist fehlt einer Verknüpfung der Schlüssel.',
  'sql.syntax': 'DuckDB kann die Anweisung eines SQL-Knotens oder einen Ausdruck nicht lesen.',
  'sub-workflow.missing': 'Ein Unterablauf verweist auf einen Ablauf, der gelöscht oder nicht mitkopiert wurde.',
  'table.missing-column':
    'Eine Einstellung nennt eine Spalte, die die Tabelle nicht hat, etwa weil ein früherer Knoten geändert wurde.',
  'table.no-column-selected': 'Eine Einstellung, die eine Spalte nennt, ist leer.',
  'table.not-a-number': 'Eine Kennzahl oder ein Füllwert braucht Zahlen, aber die Spalte hat einen anderen Typ.',
  'table.duplicate-name': 'Das Ergebnis hätte zwei Spalten mit gleichem Namen; Groß- und Kleinschreibung zählt nicht.',
  'table.wrong-value': 'Ein fester Wert in einer Bedingung passt nicht zum Typ der Spalte.',
  'union.no-common-columns': 'Gemeinsame Spalten sollen bleiben, aber kein Name kommt in allen Tabellen vor.',
  'validate.missing-column': 'Eine Regel nennt eine Spalte, die die Tabelle nicht hat.',
  'validate.not-valid': 'Die Tabelle verletzt mindestens eine Regel, und der Knoten soll dann scheitern.',
  'workflow.cycle':
    'Verbindungen führen von einem Knoten zu ihm selbst zurück. Nur der Rumpf einer Schleife darf zu ihr zurückführen.',
}

import type { German } from './german.ts'
import type { tablesMessages as english } from '../english/tables.ts'

export const tablesMessages: German<typeof english> = {
  'tables.gone': 'Die Tabelle `{$table}` gibt es nicht mehr.',
  'tables.gone.hint': 'Den Ablauf neu ausführen.',
  'tables.too-many-rows': 'Das Ergebnis hat mehr als {$max :integer} Zeilen.',
  'tables.too-many-rows.hint': 'Eine Tabelle daraus erstellen und diese seitenweise lesen.',
  'tables.failed': 'Die Datenbank ist fehlgeschlagen: {$reason}',
  'tables.failed.hint':
    'Die Seite neu laden oder neu starten. Tritt es wieder auf, weniger Zeilen auf einmal verarbeiten.',
  'tables.out-of-memory': 'Der Speicher reicht nicht: {$reason}',
  'tables.out-of-memory.hint':
    'Weniger Zeilen oder Spalten verarbeiten, oder dort ausführen, wo mehr Speicher und Platz ist.',
  'tables.no-engine': 'DuckDB ließ sich von {$url} nicht starten: {$reason :message}.',
  'tables.no-engine.hint': 'Prüfen, ob diese Adresse duckdb-eh.wasm ausliefert, und die Seite neu laden.',
  'tables.reserved-name': 'Eine Spalte kann nicht `{$column}` heißen: DuckDB nennt so die Position einer Zeile.',
  'tables.reserved-name.hint': 'Einen anderen Namen verwenden, etwa `row_id`.',
  'sql.syntax': 'SQL-Fehler: {$reason}',
  'sql.syntax.hint': 'Eine einzelne SELECT-Anweisung im SQL von DuckDB schreiben.',
  'sql.syntax.not-rewritten': 'Die Anweisung ließ sich nicht zerlegen: {$statement}',
  'sql.syntax.not-rewritten.hint': 'Eine einzelne SELECT-Anweisung im SQL von DuckDB schreiben.',
  'sql.names': 'SQL-Fehler: {$reason}',
  'sql.names.hint':
    '.input {$kind :string} .match $kind catalog {{Vorhandene Tabellen und Funktionen verwenden.}} * {{Namen und Typen der Spalten in der Anweisung prüfen.}}',
  'sql.conversion': 'SQL-Fehler: {$reason}',
  'sql.conversion.hint': 'TRY_CAST macht aus Werten, die sich nicht umwandeln lassen, keinen Wert.',
  'sql.range': 'SQL-Fehler: {$reason}',
  'sql.range.hint': 'Zuerst in einen größeren Typ umwandeln.',
  'sql.input': 'SQL-Fehler: {$reason}',
  'sql.input.hint': 'Die Argumente der Funktionen prüfen.',
  'sql.failed': 'SQL-Fehler: {$reason}',
  'sql.out-of-time': 'Die Anweisung dauerte länger als {$limit :duration}.',
  'sql.out-of-time.hint': 'Weniger Zeilen verwenden, über gleiche Spalten verbinden oder das Zeitlimit erhöhen.',
  'out.bytes-as-text':
    '.input {$count :integer} .match $count one {{Spalte {$columns :list quote=code max=5} enthält Bytes. Sie werden als Text in {$format} geschrieben, Bytes ohne eigenes Zeichen als \\\\xAB.}} * {{Die Spalten {$columns :list quote=code max=5} enthalten Bytes. Sie werden als Text in {$format} geschrieben, Bytes ohne eigenes Zeichen als \\\\xAB.}}',
  'out.bytes-as-text.hint': 'Diese Spalten weglassen, wenn niemand sie braucht.',
  'out.sheet-too-large':
    'Ein Blatt kann {$maxRows :integer} Zeilen und {$maxColumns :integer} Spalten haben; die Tabelle hat {$rows :integer} und {$columns :integer}.',
  'out.sheet-too-large.hint': 'Als CSV oder Parquet exportieren, oder weniger Zeilen.',
  'out.cell-too-long': 'Eine Zelle eines Blatts kann {$max :integer} Zeichen haben; {$place} hat {$length :integer}.',
  'out.cell-too-long.hint': 'Als CSV oder Parquet exportieren.',
  'out.no-columns': 'Eine Tabelle ohne Spalten lässt sich nicht als Parquet oder Arrow schreiben.',
  'out.no-columns.hint': 'Als CSV oder JSON exportieren.',
}

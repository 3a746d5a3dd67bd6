import { createNodeTypeCatalog, type NodeTypeEntry } from '../node-type-catalog.ts'

type Settings = NonNullable<NodeTypeEntry['settings']>

const data = { data: 'Daten' }
const table = { table: 'Tabelle' }
const value = { value: 'Wert' }

const rowOutputs = { table: 'Tabelle', usage: 'Verbrauch' }

const fallbackModels: Settings[string] = ['Ersatzmodelle', 'Falls es scheitert.']
const modelChoice: Settings = {
  model: ['Sprachmodell', 'Leer: das Standardmodell.'],
  fallbackModels,
}

const optionalModel: Settings = {
  model: ['Sprachmodell', 'Leer: keines.'],
  fallbackModels,
  modelRows: ['Zeilen für das Modell', 'Höchstzahl.'],
}

const rowsByModel: Settings = {
  ...modelChoice,
  column: ['Spalte', 'Werte für das Modell.'],
  instructions: ['Anweisungen', 'Weitere Anweisungen.'],
  batchSize: ['Werte je Anfrage', 'Verschiedene Werte.'],
  sampleSize: ['Stichprobe', 'Anzahl der Werte.'],
  askAbove: ['Nachfragen ab Kosten', 'Für den Rest, in US-Dollar.'],
  maxValues: ['Max. Werte', 'Höchstzahl verschiedener Werte.'],
}

const sample: Settings = { sample: ['Beispieldaten', 'Daten eines manuellen Laufs.'] }

const conditions: Settings = {
  conditions: [
    'Bedingungen',
    'Leere Zellen erfüllen nur „ist leer“ und „ungleich“. Ohne Bedingung und Ausdruck passt jede Zeile.',
  ],
  'conditions.column': ['Spalte', 'Zu vergleichende Spalte.'],
  'conditions.is': [
    'Vergleich',
    'Wie eine Zelle mit dem Wert verglichen wird.',
    {
      equals: 'gleich',
      'not-equals': 'ungleich',
      less: 'kleiner als',
      'at-most': 'höchstens',
      more: 'größer als',
      'at-least': 'mindestens',
      contains: 'enthält',
      'starts-with': 'beginnt mit',
      'ends-with': 'endet mit',
      matches: 'passt zum Muster',
      'is-one-of': 'ist eines von',
      'is-empty': 'ist leer',
      'is-not-empty': 'ist nicht leer',
    },
  ],
  'conditions.value': ['Wert', 'Vergleichswert. Bei „ist eines von“: eine Liste, oder Texte mit Kommas dazwischen.'],
  match: [
    'Zutreffen',
    'Alle: Eine Zeile erfüllt jede Bedingung. Eine: Eine Bedingung genügt.',
    { all: 'Alle Bedingungen', any: 'Eine Bedingung' },
  ],
  expression: ['Ausdruck', 'Ein JSONata-Ausdruck über die Spalten, der auch wahr sein muss. Leer: keiner.'],
}

const functions = {
  count: 'Anzahl',
  'count-distinct': 'Anzahl verschiedener',
  sum: 'Summe',
  mean: 'Mittelwert',
  min: 'Minimum',
  max: 'Maximum',
  median: 'Median',
  first: 'Erster Wert',
  last: 'Letzter Wert',
  stddev: 'Standardabweichung',
  list: 'Liste',
  join: 'Verketteter Text',
}

const over = (settings: string): Settings => ({
  over: ['Anwenden auf', settings, { value: 'Ganzer Wert', rows: 'Jede Zeile' }],
})

const signIn: Settings = {
  auth: [
    'Anmeldung',
    'Wie das Geheimnis gesendet wird. Basic erwartet Name:Passwort.',
    { none: 'Keine', bearer: 'Bearer-Token', basic: 'Basic', header: 'Kopfzeile', query: 'Adressparameter' },
  ],
  secret: ['Geheimnis', 'Name des Geheimnisses. Sein Wert geht nur an erlaubte Rechner.'],
  secretField: ['Kopfzeile oder Parameter', 'Name der Kopfzeile oder des Adressparameters für das Geheimnis.'],
}

const mail: Settings = {
  from: ['Von', 'Adresse des Absenders.'],
  to: ['An', 'Adressen der Empfänger, mit Kommas.'],
}

const noData: Settings = { timeoutSeconds: ['Zeitlimit (Sekunden)', 'Anhalten, wenn so lange keine Daten kommen.'] }

/** The built-in node types and their settings. @internal */
export const nodeTypeMessages = createNodeTypeCatalog({
  any: { outputs: { error: 'Fehler', ...table, ...value } },
  trigger: {
    title: 'Manueller Start',
    description: 'Startet, wenn jemand den Ablauf ausführt, mit Daten des Laufs oder dem Beispiel.',
    inputs: data,
    outputs: data,
    settings: sample,
  },
  schedule: {
    title: 'Zeitplan',
    description: 'Startet den Ablauf zu festen Zeiten, sobald er auf einem Server eingeschaltet ist.',
    inputs: data,
    outputs: data,
    settings: {
      cron: ['Zeiten', 'Cron: Minute, Stunde, Tag, Monat, Wochentag; davor auch Sekunde.'],
      timeZone: ['Zeitzone', 'IANA-Zeitzone.'],
      ...sample,
    },
  },
  webhook: {
    title: 'Webhook',
    description: 'Startet den Ablauf beim Aufruf seiner URL auf einem Server.',
    inputs: { data: 'Daten', request: 'Anfrage' },
    outputs: { data: 'Daten', request: 'Anfrage' },
    settings: {
      method: ['Methode', 'HTTP-Methode, die den Ablauf startet. Andere werden abgelehnt.', { any: 'Beliebig' }],
      answer: [
        'Antwort',
        'Sofort: bestätigt den Start. Vom Ablauf: wartet auf eine „Webhook-Antwort“.',
        { 'at-once': 'Sofort', 'by-workflow': 'Vom Ablauf' },
      ],
      ...sample,
      sampleRequest: ['Beispielanfrage', 'Header und Query.'],
    },
  },
  event: {
    title: 'Ereignis',
    description: 'Startet den Ablauf bei einem Ereignis dieses Namens auf einem Server.',
    inputs: data,
    outputs: data,
    settings: { name: ['Ereignis', 'Sein Name.'], ...sample },
  },
  loading: {
    title: 'Laden',
    description: 'Lädt eine Datei in eine Tabelle. Erkennt Format, Zeichensatz, Trennzeichen, Kopfzeile und Typen.',
    inputs: { file: 'Datei' },
    outputs: table,
    settings: {
      dataset: ['Datei', 'Die zu ladende Datei. Leer: die Datei des Laufs, oder die am Eingang.'],
      address: [
        'URL',
        'Adresse der Datei (https:// oder http://). Eine gewählte Datei oder die am Eingang hat Vorrang.',
      ],
      encoding: ['Zeichensatz', '„auto“, oder ein Name wie utf-8, windows-1252 oder shift_jis.'],
      delimiter: ['Trennzeichen', 'Zeichen zwischen Zellen, oder „auto“; „tab“ für einen Tabulator.'],
      header: [
        'Kopfzeile',
        'Ob die erste Zeile die Spaltennamen enthält.',
        { auto: 'Automatisch erkennen', yes: 'Ja', no: 'Nein' },
      ],
      entry: ['Eintrag im Archiv', 'Name der Datei in einem Archiv. „auto“: die größte Tabelle.'],
      part: [
        'Blatt oder Tabelle',
        'Name in Arbeitsmappe, Datenbank oder Webseite; in einem Text die Nummer, ab 1. „auto“: die größte.',
      ],
      records: ['Pfad der Datensätze', 'Pfad in JSON, etwa data.items. „auto“: die größte Liste.'],
      plan: ['Ladeplan', 'Damit werden andere Dateien verglichen. Leer: keiner.'],
      maxRetries: ['Wiederholungen', 'Höchstzahl.'],
      ...optionalModel,
    },
  },
  preparing: {
    title: 'Vorbereiten',
    description: 'Bereitet eine Tabelle in begründeten Schritten vor. Meldet entfernte Zeilen.',
    inputs: { table: 'Tabelle', links: 'Verbindungen', other: 'Andere Tabelle', plan: 'Plan' },
    outputs: { table: 'Vorbereitete Tabelle', plan: 'Plan', links: 'Verbindungen', inverse: 'Umkehrplan' },
    settings: {
      target: [
        'Ziel',
        'Cosmograph: Punkte und Verbindungen. Maschinelles Lernen: vollständige, skalierte Zahlen. Eigenes Schema: das unten.',
        {
          'cosmo-ready': 'Cosmograph',
          generic: 'Saubere Tabelle',
          'ml-ready': 'Maschinelles Lernen',
          own: 'Eigenes Schema',
        },
      ],
      layout: [
        'Anordnung',
        'Automatisch: Koordinaten aus den Daten, falls vorhanden. Simulation: keine. Projektion: aus den Messwerten.',
        { auto: 'Automatisch', simulation: 'Simulation', projection: 'Projektion' },
      ],
      seed: ['Startwert', 'Eine andere Zahl ergibt eine andere Projektion.'],
      label: ['Zielspalte', 'Für maschinelles Lernen: die vorherzusagende Spalte. Leer: keine.'],
      schema: ['Schema', 'Regeln für das Ergebnis, an der Eingabe gezählt.'],
      plan: ['Plan', 'Ein genehmigter Plan, genau so ausgeführt. Leer: ein neuer.'],
      maxRetries: [
        'Wiederholungen',
        'Wie viele weitere Pläne versucht werden, wenn das Ergebnis das Ziel nicht erreicht.',
      ],
      model: ['Sprachmodell', 'Leer: Der Plan entsteht nach Regeln.'],
      fallbackModels,
      modelAddress: ['URL des Modells', 'OpenAI-kompatibler Dienst. Leer: ein eingerichtetes Modell.'],
      modelSecret: ['API-Schlüssel', 'Geheimnis, als Bearer-Token gesendet. Leer: keines.'],
      modelRows: [
        'Zeilen für das Modell',
        'Beispielzeilen, zusätzlich zu Anzahlen und häufigen Werten. 0: keine Zeile wird gesendet.',
      ],
      inputPrice: ['Preis der Eingabe', 'Je Million Tokens, in US-Dollar. 0: keine Kosten berechnen.'],
      outputPrice: ['Preis der Ausgabe', 'Preis je Million Tokens, in US-Dollar.'],
    },
  },
  validation: {
    title: 'Prüfen',
    description: 'Prüft eine Tabelle gegen ein Schema. Zählt die Fehler jeder Regel, mit Beispielen.',
    inputs: { table: 'Tabelle', plan: 'Plan', other: 'Andere Tabelle' },
    outputs: { table: 'Tabelle', report: 'Bericht' },
    settings: {
      schema: [
        'Schema',
        'Regeln, die die Tabelle erfüllen muss. Als JSON auch JSON Schema, Frictionless, Prüfungen mit all und any. Leer: nur die unten.',
      ],
      facts: [
        'Prüfungen der Tabelle',
        'JSONata-Bedingungen über das Tabellenprofil, je Zeile eine: rows, names, columns.NAME.nullShare …',
      ],
      expression: ['Zeilenprüfung', 'Ein JSONata-Ausdruck über die Spalten, der für eine gültige Zeile wahr ist.'],
      predicate: ['SQL-Prüfung', 'Eine Bedingung für gültige Zeilen in SQL, wie nach WHERE.'],
      code: [
        'Code-Prüfung',
        'Rumpf einer JavaScript-Funktion von row und index: true für eine gültige Zeile, sonst false oder der Grund.',
      ],
      hostCheck: [
        'Prüfung des Betreibers',
        'Name einer Prüfung, die Seite oder Server bieten, etwa ob Cosmograph die Tabelle annimmt.',
      ],
      onInvalid: [
        'Wenn ungültig',
        'Berichten: mit Warnungen weitermachen. Scheitern: anhalten.',
        { report: 'Berichten', fail: 'Scheitern' },
      ],
      ...optionalModel,
    },
  },
  sql: {
    title: 'SQL',
    description: 'Führt ein SELECT über die Eingangstabellen aus. Liest nichts anderes und ändert nichts.',
    outputs: table,
    settings: {
      statement: [
        'Anweisung',
        'Ein SELECT in DuckDB-SQL über die Eingänge mit ihren Namen und die Tabelle parameters.',
      ],
      inputs: ['Eingänge', 'Namen der Eingangstabellen, mit Kommas. Jede wird ein Eingang des Knotens.'],
      parameters: [
        'Parameter',
        'Werte nach Namen. Die Anweisung liest sie als Spalten der einzigen Zeile von parameters.',
      ],
      timeLimit: ['Zeitlimit (s)', 'Eine längere Anweisung anhalten, in Sekunden.'],
    },
  },
  select: {
    title: 'Spalten auswählen',
    description: 'Behält die gewählten Spalten in der gewählten Reihenfolge, oder entfernt sie.',
    inputs: table,
    outputs: table,
    settings: {
      columns: ['Spalten', 'Spalten, die bleiben (in dieser Reihenfolge) oder entfernt werden. Keine: Alle bleiben.'],
      how: [
        'Aktion',
        'Ob die gewählten Spalten bleiben oder entfernt werden.',
        { keep: 'Behalten', drop: 'Entfernen' },
      ],
    },
  },
  filter: {
    title: 'Zeilen filtern',
    description: 'Behält die Zeilen, die zu Bedingungen oder einem Ausdruck passen, und zählt die anderen.',
    inputs: table,
    outputs: table,
    settings: conditions,
  },
  sort: {
    title: 'Zeilen sortieren',
    description: 'Sortiert Zeilen nach Spalten. Gleiche behalten ihre Reihenfolge.',
    inputs: table,
    outputs: table,
    settings: {
      by: ['Sortieren nach', 'Spalten nach Vorrang. In allen gleiche Zeilen behalten ihre Reihenfolge.'],
      'by.column': ['Spalte', 'Danach wird sortiert.'],
      'by.direction': [
        'Richtung',
        'Aufsteigend: das Kleinste zuerst.',
        { ascending: 'Aufsteigend', descending: 'Absteigend' },
      ],
      'by.empty': ['Leere Zellen', 'Platz der Zeilen mit leerer Zelle.', { last: 'Am Ende', first: 'Am Anfang' }],
      ignoreCase: ['Groß- und Kleinschreibung ignorieren', 'In Texten.'],
    },
  },
  join: {
    title: 'Verbinden',
    description: 'Verbindet zwei Tabellen über Schlüssel. Leere Zellen passen zu nichts.',
    inputs: { left: 'Links', right: 'Rechts' },
    outputs: table,
    settings: {
      kind: [
        'Art der Verbindung',
        'Welche Zeilen bleiben.',
        {
          inner: 'Inner: passende Paare',
          left: 'Left: alle linken Zeilen',
          right: 'Right: alle rechten Zeilen',
          full: 'Full: alle Zeilen beider Tabellen',
          semi: 'Semi: linke Zeilen mit Gegenstück',
          anti: 'Anti: linke Zeilen ohne Gegenstück',
          cross: 'Cross: jedes Paar',
        },
      ],
      keys: ['Schlüssel', 'In diesen Spalten gleiche Zeilen gehören zusammen. Keine: alle gleichen Namens.'],
      'keys.left': ['Links', 'Spalte der linken Tabelle.'],
      'keys.right': ['Rechts', 'Spalte der rechten Tabelle. Leer: derselbe Name.'],
      suffix: ['Namenszusatz', 'Für Namen rechter Spalten, die es auch links gibt.'],
    },
  },
  union: {
    title: 'Untereinander',
    description: 'Hängt Zeilen mehrerer Tabellen aneinander. Erweitert Typen.',
    inputs: { in: 'Tabelle {$number}' },
    outputs: table,
    settings: {
      inputs: ['Eingänge', 'Anzahl der Tabellen.'],
      by: ['Spalten zuordnen nach', 'Welche zusammengehören.', { name: 'Name', position: 'Position' }],
      columns: [
        'Spalten',
        'Alle: Fehlende Spalten sind leer. Gemeinsame: nur Spalten, die jede Tabelle hat.',
        { all: 'Alle', common: 'Gemeinsame' },
      ],
      source: ['Herkunftsspalte', 'Name einer Spalte für die Nummer des Eingangs (1, 2, …). Leer: keine.'],
    },
  },
  aggregate: {
    title: 'Zusammenfassen',
    description: 'Gruppiert Zeilen und berechnet Werte je Gruppe. Gruppen folgen ihrer ersten Zeile.',
    inputs: table,
    outputs: table,
    settings: {
      groupBy: [
        'Gruppieren nach',
        'Zeilen mit gleichen Werten in diesen Spalten werden eine Zeile. Keine: Alle werden eine.',
      ],
      measures: ['Aggregationen', 'Je Gruppe berechnete Werte. Leere Zellen zählen nicht. Keine: nur die Gruppen.'],
      'measures.function': ['Funktion', 'Aggregatfunktion.', functions],
      'measures.column': ['Spalte', 'Zusammenzufassende Spalte. Leer bei Anzahl: zählt Zeilen.'],
      'measures.as': ['Name', 'Name der neuen Spalte. Leer: Funktion und Spalte.'],
      'measures.separator': ['Trennzeichen', 'Trennzeichen verketteter Texte.'],
    },
  },
  pivot: {
    title: 'Pivotieren',
    description: 'Jeder Wert einer Spalte wird eine Spalte, jede Zelle ein Aggregat.',
    inputs: table,
    outputs: table,
    settings: {
      rows: ['Zeilen', 'Jede Kombination von Werten dieser Spalten ist eine Zeile. Keine: eine Zeile.'],
      column: ['Spalten aus', 'Spalte, deren Werte Spalten werden.'],
      function: ['Funktion', 'Aggregatfunktion jeder Zelle.', functions],
      value: ['Wert', 'Zusammenzufassende Spalte. Leer bei Anzahl: zählt Zeilen.'],
      values: ['Werte', 'Werte, die Spalten werden, in dieser Reihenfolge. Keine: alle Werte, sortiert.'],
      prefix: ['Präfix', 'Steht vor dem Namen jeder neuen Spalte.'],
    },
  },
  unpivot: {
    title: 'Entpivotieren',
    description: 'Jede Zelle der gewählten Spalten wird eine Zeile mit dem Namen ihrer Spalte.',
    inputs: table,
    outputs: table,
    settings: {
      columns: ['Spalten', 'Spalten, deren Zellen Zeilen werden. Keine: alle, die nicht behalten werden.'],
      keep: ['Behalten', 'Spalten, die jede neue Zeile wiederholt. Keine: alle anderen Spalten.'],
      nameColumn: ['Namensspalte', 'Neue Spalte für die Spaltennamen.'],
      valueColumn: ['Wertspalte', 'Neue Spalte für die Zellen.'],
      empty: ['Leere Zellen', 'Ob eine leere Zelle eine Zeile wird.', { keep: 'Behalten', drop: 'Entfernen' }],
    },
  },
  deduplicate: {
    title: 'Duplikate entfernen',
    description: 'Behält von gleichen Zeilen die erste oder letzte. Die Reihenfolge ändert sich nicht.',
    inputs: table,
    outputs: table,
    settings: {
      columns: ['Spalten', 'In diesen Spalten gleiche Zeilen sind Duplikate. Keine: alle. Leere Zellen sind gleich.'],
      keep: ['Behalten', 'Welches der Duplikate bleibt.', { first: 'Das erste', last: 'Das letzte' }],
      ignoreCase: ['Groß- und Kleinschreibung ignorieren', 'Auch Leerzeichen am Rand von Texten.'],
    },
  },
  sample: {
    title: 'Stichprobe',
    description: 'Nimmt zufällige, die ersten oder die letzten Zeilen. Behält ihre Reihenfolge.',
    inputs: table,
    outputs: table,
    settings: {
      how: [
        'Methode',
        'Wie die Zeilen ausgewählt werden.',
        {
          rows: 'Zufällige Anzahl von Zeilen',
          share: 'Zufälliger Anteil der Zeilen',
          first: 'Erste Zeilen',
          last: 'Letzte Zeilen',
        },
      ],
      rows: ['Zeilen', 'Anzahl der Zeilen; alle, wenn die Tabelle weniger hat.'],
      share: ['Anteil', 'Anteil der Zeilen, von 0 bis 1, auf ganze Zeilen gerundet.'],
      seed: ['Startwert', 'Eine andere Zahl ergibt eine andere Stichprobe, dieselbe Zahl immer dieselbe.'],
    },
  },
  split: {
    title: 'Zeilen aufteilen',
    description: 'Verteilt Zeilen nach Bedingung, Zufall oder Werten einer Spalte auf Ausgänge.',
    inputs: table,
    outputs: { match: 'Teil', rest: 'Rest' },
    settings: {
      how: [
        'Methode',
        'Wie Zeilen auf Ausgänge verteilt werden.',
        { condition: 'Nach Bedingung', share: 'Nach zufälligem Anteil', value: 'Nach Wert' },
      ],
      ...conditions,
      share: ['Anteil', 'Größe des Teils, von 0 bis 1, auf ganze Zeilen gerundet.'],
      seed: ['Startwert', 'Eine andere Zahl ergibt einen anderen Teil.'],
      column: ['Spalte', 'Spalte, deren Wert entscheidet.'],
      values: ['Werte', 'Ein Ausgang je Wert. Alle anderen Zeilen gehen an „Rest“.'],
    },
  },
  fill: {
    title: 'Leere Zellen füllen',
    description: 'Füllt leere Zellen mit einem festen, benachbarten oder berechneten Wert. Zählt sie.',
    inputs: table,
    outputs: table,
    settings: {
      columns: ['Spalten', 'Keine: alle, die die Methode unterstützt.'],
      how: [
        'Methode',
        'Wert darüber, darunter: die nächste nicht leere Zelle. Interpoliert: linear dazwischen.',
        {
          constant: 'Fester Wert',
          previous: 'Wert darüber',
          next: 'Wert darunter',
          mean: 'Mittelwert',
          median: 'Median',
          mode: 'Häufigster Wert',
          interpolate: 'Interpoliert',
        },
      ],
      value: ['Wert', 'Der feste Wert.'],
      within: ['Gruppieren nach', 'Nur aus Zeilen füllen, die hier gleich sind. Keine: alle.'],
    },
  },
  derive_column: {
    title: 'Spalte berechnen',
    description: 'Berechnet eine Spalte aus den anderen Zellen der Zeile.',
    inputs: table,
    outputs: table,
    settings: {
      column: ['Spalte', 'Eine vorhandene Spalte dieses Namens wird ersetzt.'],
      expression: ['Ausdruck', 'JSONata über die Spalten einer Zeile. Namen mit Sonderzeichen in Backticks setzen.'],
    },
  },
  rename_and_cast: {
    title: 'Spalten umwandeln',
    description: 'Ändert Namen und Typen von Spalten. Zellen, die etwas verlören, werden gezählt.',
    inputs: table,
    outputs: table,
    settings: {
      columns: ['Spalten', 'Spalten mit neuem Namen oder Typ. Alle anderen bleiben unverändert.'],
      'columns.column': ['Spalte', 'Zu ändernde Spalte.'],
      'columns.name': ['Neuer Name', 'Leer: Der Name bleibt.'],
      'columns.type': ['Neuer Typ', 'Leer: Der Typ bleibt.'],
      'columns.format': ['Format', 'Format von Datum und Zeit in Texten, etwa %d.%m.%Y. Leer: ISO 8601.'],
      onFailure: [
        'Nicht umwandelbare Zellen',
        'Als Text behalten: in einer Spalte, deren Name auf „_failed“ endet.',
        { empty: 'Leer lassen', keep: 'Als Text behalten', fail: 'Scheitern' },
      ],
    },
  },
  table: {
    title: 'Tabelle',
    description: 'Zeigt eine Tabelle Seite für Seite, mit Spalten und Typen. Gibt sie unverändert weiter.',
    inputs: table,
    outputs: table,
  },
  chart: {
    title: 'Diagramm',
    description: 'Zeigt eine Tabelle als Diagramm, Histogramm oder Heatmap. Gibt sie unverändert weiter.',
    inputs: table,
    outputs: table,
    settings: {
      mark: [
        'Diagramm',
        'Automatisch: was am besten passt.',
        {
          auto: 'Automatisch',
          bar: 'Balken',
          line: 'Linie',
          area: 'Fläche',
          scatter: 'Punkte',
          histogram: 'Histogramm',
          box: 'Kästen',
          'heat-map': 'Heatmap',
        },
      ],
      x: ['X-Achse', 'Spalte der X-Achse.'],
      y: ['Y-Achse', 'Spalte der Y-Achse, oder die gemessen wird.'],
      measure: [
        'Maß',
        'Anzahl braucht keine Spalte.',
        {
          count: 'Anzahl',
          sum: 'Summe',
          mean: 'Mittelwert',
          median: 'Median',
          min: 'Minimum',
          max: 'Maximum',
          distinct: 'Anzahl verschiedener',
        },
      ],
      color: ['Farbe', 'Spalte, nach der gefärbt wird.'],
      facet: ['Facetten nach', 'Ein Diagramm für jeden Wert.'],
      facetRow: ['Zeilen nach', 'Eine Zeile für jeden Wert.'],
      most: ['Höchstzahl der Kategorien', 'Die Anzahl der fehlenden wird genannt.'],
      bins: ['Klassen', 'Ungefähre Anzahl von Klassen eines Histogramms.'],
    },
  },
  graph: {
    title: 'Graph',
    description: 'Zeigt Punkte und Verbindungen aus einer oder zwei Tabellen. Gibt sie unverändert weiter.',
    inputs: { links: 'Verbindungen', points: 'Punkte' },
    outputs: { links: 'Verbindungen', points: 'Punkte' },
    settings: {
      source: ['Verbindung von', 'Spalte der Verbindungen für den Anfangspunkt.'],
      target: ['Verbindung nach', 'Spalte der Verbindungen für den Endpunkt.'],
      width: ['Breite der Verbindung', 'Zahlenspalte der Verbindungen.'],
      id: ['Kennung des Punktes', 'Spalte der Punkte, mit der Verbindungen sie nennen.'],
      label: ['Beschriftung', 'Spalte der Punkte. Leer: die Kennung.'],
      color: ['Farbe', 'Spalte der Punkte, nach der gefärbt wird: Kategorien oder Zahlen.'],
      size: ['Größe', 'Zahlenspalte der Punkte. Leer: die Anzahl ihrer Verbindungen.'],
      x: ['X', 'Spalte der Punkte für die Position. Leer: automatisch angeordnet.'],
      y: ['Y', 'Spalte der Punkte für die Position. Leer: automatisch angeordnet.'],
    },
  },
  export: {
    title: 'Ausgeben',
    description: 'Speichert die Tabelle als Datei bei den Daten und gibt beide weiter.',
    inputs: table,
    outputs: { table: 'Tabelle', file: 'Datei' },
    settings: {
      name: ['Dateiname', 'Die Endung wird automatisch ergänzt.'],
      format: [
        'Format',
        'CSV für Excel: ohne Formeln in Texten. Excel: höchstens 1.048.575 Zeilen.',
        { 'csv-excel': 'CSV für Excel', jsonl: 'JSON Lines', parquet: 'Parquet', arrow: 'Arrow', xlsx: 'Excel' },
      ],
    },
  },
  condition: {
    title: 'Bedingung',
    description: 'Gibt die Eingabe bei „Wahr“ oder „Falsch“ weiter.',
    inputs: value,
    outputs: { true: 'Wahr', false: 'Falsch' },
    settings: {
      expression: [
        'Bedingung',
        'JSONata, wahr oder falsch, über input, frühere Ausgaben nach Kennung des Knotens, Variablen und run: input.value.rows > 100.',
      ],
    },
  },
  switch: {
    title: 'Verzweigung',
    description: 'Gibt die Eingabe bei dem Fall weiter, den ein Ausdruck wählt.',
    inputs: value,
    outputs: { otherwise: 'Sonst' },
    settings: {
      expression: [
        'Ausdruck',
        'Ein JSONata-Ausdruck, der den Fall wählt, über input, frühere Ausgaben, Variablen und run.',
      ],
      cases: ['Fälle', 'Ein Wert je Zeile, jeder mit eigenem Ausgang. Jeder andere Wert geht an „Sonst“.'],
    },
  },
  for_each: {
    title: 'Für jedes',
    description:
      'Führt die Knoten zwischen „Eintrag“ und „Ergebnis“ je Eintrag, Zeile oder Stapel aus und sammelt die Ergebnisse.',
    inputs: { items: 'Einträge', result: 'Ergebnis' },
    outputs: { item: 'Eintrag', index: 'Nummer', results: 'Ergebnisse', failed: 'Gescheitert' },
    settings: {
      over: [
        'Über',
        'Einträge: einer Liste oder Tabelle (höchstens 10.000 Zeilen). Stapel: Teile davon.',
        { items: 'Einträge oder Zeilen', batches: 'Stapel' },
      ],
      batchSize: ['Stapelgröße', 'Anzahl von Zeilen oder Einträgen je Stapel.'],
      parallel: ['Gleichzeitig', 'Anzahl gleichzeitiger Durchgänge. 1: nacheinander.'],
      onError: [
        'Wenn ein Durchgang scheitert',
        'Anhalten: Die Schleife scheitert. Weitermachen: „Gescheitert“ nennt die gescheiterten Durchgänge.',
        { stop: 'Anhalten', continue: 'Weitermachen' },
      ],
    },
  },
  while: {
    title: 'Solange',
    description: 'Führt die Knoten zwischen „Eintrag“ und „Ergebnis“ aus, solange eine Bedingung wahr ist.',
    inputs: { start: 'Beginn', result: 'Ergebnis' },
    outputs: { item: 'Eintrag', index: 'Nummer', value: 'Wert' },
    settings: {
      condition: [
        'Bedingung',
        'JSONata-Ausdruck: läuft, solange er wahr ist. Liest auch value (das Ergebnis des letzten Durchgangs) und index.',
      ],
      maxTurns: ['Höchstzahl der Durchgänge', 'Nach so vielen Durchgängen scheitert die Schleife.'],
    },
  },
  merge: {
    title: 'Zusammenführen',
    description: 'Vereint Zweige: läuft weiter, wenn einer, irgendeiner oder alle einen Wert haben.',
    inputs: { in: 'Eingang {$number}' },
    outputs: { merged: 'Zusammen' },
    settings: {
      inputs: ['Eingänge', 'Anzahl der Eingänge.'],
      wait: [
        'Warten auf',
        'Irgendeinen: bis alle Zweige beendet sind. Alle: bis jeder einen Wert hat. Ersten: der erste Wert.',
        { any: 'Irgendeinen', all: 'Alle', first: 'Ersten' },
      ],
      how: [
        'Ausgabe',
        'Ein Wert: der erste vorhandene. Liste: alle Werte. Alle Zeilen: die aller Tabellen.',
        { one: 'Ein Wert', list: 'Liste', rows: 'Alle Zeilen' },
      ],
    },
  },
  variable: {
    title: 'Variable',
    description: 'Speichert einen Wert unter einem Namen, den jeder spätere Knoten lesen kann.',
    inputs: value,
    outputs: value,
    settings: {
      name: ['Name', 'Name, mit dem spätere Knoten den Wert lesen, als \\{\\{name\\}\\} oder in Ausdrücken.'],
      expression: ['Ausdruck', 'Wert der Variablen, in JSONata. Leer: der Eingabewert.'],
    },
  },
  transform: {
    title: 'Umformen',
    description: 'Wandelt einen Wert oder jede Zeile einer Tabelle mit einem JSONata-Ausdruck um.',
    inputs: { input: 'Eingang' },
    outputs: value,
    settings: {
      ...over('Den ganzen Wert auf einmal, oder jede Zeile einer Tabelle.'),
      expression: [
        'Ausdruck',
        'JSONata-Ausdruck über input.value (je Zeile: row und index), frühere Ausgaben nach Kennung des Knotens, Variablen und run.',
      ],
      result: [
        'Ergebnis',
        'JSON, oder eine Tabelle der Ergebnisobjekte. „Jede Zeile“ ergibt immer eine Tabelle.',
        { table: 'Tabelle' },
      ],
      columns: ['Spalten', 'Spalten der Ausgabe. Leer: an den Objekten erkannt.'],
    },
  },
  code: {
    title: 'Code',
    description: 'Führt JavaScript für einen Wert oder jede Zeile aus, ohne Zugriff nach außen.',
    inputs: { input: 'Eingang' },
    outputs: value,
    settings: {
      ...over('Den ganzen Wert auf einmal, oder jede Zeile einer Tabelle.'),
      code: [
        'Code',
        'Rumpf einer JavaScript-Funktion von input (input.value: ganzer Wert) oder row und index (jede Zeile). Gibt die Ausgabe zurück.',
      ],
      columns: ['Spalten', 'Ausgabespalten bei „Jede Zeile“. Leer: an den Zeilen erkannt.'],
      timeLimit: ['Zeitlimit (s)', 'Länger laufenden Code anhalten, in Sekunden.'],
      memoryLimit: ['Speicherlimit (MB)', 'Code anhalten, der mehr Speicher braucht, in MB.'],
    },
  },
  delay: {
    title: 'Verzögerung',
    description: 'Wartet eine Weile oder bis zu einem Zeitpunkt und gibt die Eingabe weiter.',
    inputs: value,
    outputs: value,
    settings: {
      seconds: ['Sekunden', 'Wartezeit. Gilt nicht, wenn „Bis“ gesetzt ist.'],
      until: ['Bis', 'Zeitpunkt, etwa 2026-12-31T18:00:00Z. Ein vergangener wartet nicht.'],
    },
  },
  wait_for_event: {
    title: 'Auf Ereignis warten',
    description: 'Wartet, bis das Ereignis von außen gesendet wird, und gibt dessen Daten aus.',
    inputs: value,
    outputs: { event: 'Ereignis', value: 'Wert' },
    settings: {
      name: ['Ereignis', 'Name des erwarteten Ereignisses.'],
      timeoutSeconds: ['Zeitlimit (Sekunden)', 'Höchste Wartezeit. 0: kein Zeitlimit.'],
      onTimeout: [
        'Nach dem Zeitlimit',
        'Scheitern: Der Knoten scheitert. Weitermachen: ohne das Ereignis.',
        { fail: 'Scheitern', continue: 'Weitermachen' },
      ],
    },
  },
  approval: {
    title: 'Genehmigung',
    description: 'Zeigt einer Person die bearbeitbare Eingabe und läuft nach ihrer Entscheidung weiter.',
    inputs: value,
    outputs: { approved: 'Genehmigt', rejected: 'Abgelehnt', decision: 'Entscheidung' },
    settings: {
      message: ['Nachricht', 'Frage an die Person, die entscheidet.'],
      deadlineHours: ['Frist (Stunden)', 'Zeit für die Entscheidung. 0: keine Frist.'],
      onDeadline: [
        'Nach der Frist',
        'Entscheidung, wenn niemand rechtzeitig entschied. Scheitern: Der Knoten scheitert.',
        { reject: 'Ablehnen', approve: 'Genehmigen', fail: 'Scheitern' },
      ],
    },
    defaults: { message: 'Prüfen und genehmigen.' },
  },
  sub_workflow: {
    title: 'Unterablauf',
    description: 'Führt einen anderen Ablauf aus. Dessen Anschlüsse werden die Anschlüsse dieses Knotens.',
    settings: {
      workflow: ['Ablauf', 'Name oder Kennung des Ablaufs. Ein Lauf verwendet die Version bei seinem Start.'],
      document: [
        'Dokument',
        'Der Ablauf selbst, wenn keiner genannt ist. Dessen Anschlüsse werden die dieses Knotens.',
      ],
    },
  },
  error_handler: {
    title: 'Fehlerbehandlung',
    description: 'Läuft zuletzt, wenn ein Knoten scheiterte, oder nimmt dessen Ausgang „Fehler“. Gibt die Gründe aus.',
    inputs: { error: 'Fehler' },
    outputs: { failures: 'Fehlschläge', message: 'Nachricht' },
  },
  webhook_response: {
    title: 'Webhook-Antwort',
    description: 'Beantwortet den Webhook, der den Ablauf startete; sonst wird die Antwort nur gezeigt.',
    inputs: value,
    outputs: { response: 'Antwort' },
    settings: {
      status: ['Status', 'HTTP-Status der Antwort.'],
      headers: ['Kopfzeilen', 'Kopfzeilen der Antwort.'],
      body: [
        'Inhalt',
        'Inhalt der Antwort. Leer: die Eingabe als JSON oder Text; von einer Tabelle die ersten Zeilen.',
      ],
    },
  },
  http_request: {
    title: 'HTTP-Anfrage',
    description: 'Sendet eine HTTP-Anfrage, bei Bedarf Seite für Seite, und gibt die Antwort aus.',
    inputs: value,
    outputs: { body: 'Inhalt', response: 'Antwort' },
    settings: {
      method: ['Methode', 'HTTP-Methode der Anfrage.'],
      url: ['URL', 'Adresse der Anfrage, beginnend mit https:// oder http://.'],
      query: ['Adressparameter', 'Werden der URL angehängt, etwa page_size.'],
      headers: ['Kopfzeilen', 'Kopfzeilen der Anfrage. Für Geheimnisse „Anmeldung“ verwenden.'],
      ...signIn,
      bodyKind: [
        'Art des Inhalts',
        'Was gesendet wird: eigener Text, oder die Datei oder Tabelle am Eingang.',
        {
          none: 'Kein Inhalt',
          form: 'Formular',
          multipart: 'Formular mit Datei (multipart)',
          text: 'Text',
          file: 'Eingangsdatei',
          csv: 'Eingangstabelle als CSV',
          rows: 'Eingangstabelle als JSON-Zeilen',
        },
      ],
      body: ['Inhalt', 'Inhalt als Text; für ein Formular ein JSON-Objekt. Leer: der Eingabewert.'],
      response: [
        'Art der Antwort',
        'Wie die Antwort gelesen wird. Tabelle: wie eine Datei geladen.',
        { text: 'Text', table: 'Tabelle', file: 'Datei' },
      ],
      paging: [
        'Seiten',
        'Wie die nächste Seite gefunden wird.',
        {
          none: 'Keine',
          link: 'Kopfzeile Link',
          'next-url': 'URL in der Antwort',
          page: 'Seitennummer',
          cursor: 'Cursor in der Antwort',
        },
      ],
      itemsPath: ['Pfad der Einträge', 'Pfad in einer Seite, etwa data.items. Leer: Die Seite selbst ist die Liste.'],
      nextPath: ['Pfad der nächsten Seite', 'Zu URL oder Cursor in einer Seite, etwa meta.next.'],
      pageParameter: ['Seitenparameter', 'Adressparameter für Seitennummer oder Cursor.'],
      firstPage: ['Erste Seite', 'Nummer der ersten Seite.'],
      mostPages: ['Höchstzahl der Seiten', 'Weitere Seiten werden nicht abgerufen, mit einer Warnung.'],
      failOnStatus: ['Bei Fehlern scheitern', 'Ob der Knoten bei Status ab 400 scheitert.'],
      retryOn: [
        'Wiederholen bei',
        'Statuscodes, die wiederholt werden, so oft der Knoten erlaubt. Retry-After wird beachtet.',
      ],
      idempotencyHeader: [
        'Idempotenz-Kopfzeile',
        'Kopfzeile, an der der Dienst Wiederholungen erkennt, auch von POST.',
      ],
      ...noData,
      mostMegabytes: ['Höchstgröße der Antwort (MB)', 'JSON und Text: höchstens 8 MB.'],
    },
  },
  database_query: {
    title: 'Datenbankabfrage',
    description: 'Führt eine PostgreSQL-Anweisung aus und gibt die Zeilen als Tabelle aus.',
    inputs: value,
    outputs: { table: 'Tabelle', result: 'Ergebnis' },
    settings: {
      secret: ['Datenbank', 'Name des Geheimnisses mit der URL: postgres://user:password@host/database.'],
      statement: ['Anweisung', 'Eine PostgreSQL-Anweisung. $1, $2, … stehen für Parameter.'],
      parameters: [
        'Parameter',
        'Werte von $1, $2, … in dieser Reihenfolge. Ein einziges \\{\\{…\\}\\} behält den Typ des Werts.',
      ],
      access: [
        'Zugriff',
        'Nur lesen: Die Datenbank lehnt jede Änderung ab.',
        { read: 'Nur lesen', write: 'Lesen und schreiben' },
      ],
      mostRows: ['Höchstzahl der Zeilen', 'Weitere Zeilen entfallen, mit einer Warnung.'],
      timeoutSeconds: ['Zeitlimit (Sekunden)', 'Die Anweisung nach dieser Zeit anhalten.'],
    },
  },
  read_file: {
    title: 'Datei lesen',
    description: 'Liest eine Datei aus dem für Abläufe freigegebenen Ordner (im Browser: aus den Daten).',
    inputs: { after: 'Danach' },
    outputs: { file: 'Datei' },
    settings: {
      path: ['Pfad', 'Pfad im freigegebenen Ordner. Im Browser: Name einer Datei in den Daten.'],
    },
  },
  write_file: {
    title: 'Datei schreiben',
    description:
      'Schreibt Tabelle, Datei, JSON oder Text in den für Abläufe freigegebenen Ordner (im Browser: in die Daten).',
    inputs: value,
    outputs: { value: 'Wert', result: 'Ergebnis' },
    settings: {
      path: [
        'Pfad',
        'Pfad im freigegebenen Ordner; im Browser: Name in den Daten. Die Endung bestimmt das Format: csv, json, jsonl, parquet, arrow, xlsx.',
      ],
      overwrite: ['Überschreiben', 'Ob eine vorhandene Datei ersetzt wird.'],
    },
  },
  email: {
    title: 'E-Mail',
    description: 'Sendet eine E-Mail über SMTP, mit der Tabelle oder Datei am Eingang im Anhang.',
    inputs: value,
    outputs: { result: 'Ergebnis', value: 'Wert' },
    settings: {
      secret: ['Mailserver', 'Name des Geheimnisses mit der URL: smtps://user:password@mail.example.com.'],
      ...mail,
      cc: ['Kopie', 'Adressen weiterer Empfänger, mit Kommas.'],
      bcc: ['Blindkopie', 'Adressen, die die anderen Empfänger nicht sehen.'],
      subject: ['Betreff', 'Betreffzeile der E-Mail.'],
      text: ['Text', 'Reiner Text der E-Mail. Leer: der Text am Eingang.'],
      html: ['HTML', 'HTML-Fassung der E-Mail.'],
      attach: [
        'Anhang',
        'Format einer angehängten Tabelle. Eine Datei wird unverändert angehängt. Keiner: kein Anhang.',
        { none: 'Keiner', xlsx: 'Excel' },
      ],
    },
    defaults: { subject: 'Nachricht vom Ablauf' },
  },
  notification: {
    title: 'Benachrichtigung',
    description: 'Benachrichtigt Zuschauer des Laufs, einen Dienst (Webhook) oder Personen (E-Mail).',
    inputs: value,
    outputs: value,
    settings: {
      channel: [
        'Kanal',
        'Seite: alle, die den Lauf ansehen. Webhook: ein Dienst, der JSON annimmt. E-Mail: ein Mailserver.',
        { page: 'Seite', webhook: 'Webhook', email: 'E-Mail' },
      ],
      title: ['Titel', 'Überschrift oder Betreff.'],
      message: ['Nachricht', 'Text der Benachrichtigung.'],
      level: ['Stufe', 'Wie ernst sie ist.', { info: 'Hinweis', warning: 'Warnung', error: 'Fehler' }],
      url: ['URL', 'Adresse des Dienstes. Er erhält \\{"title", "text", "level"\\} als JSON.'],
      ...signIn,
      ...mail,
    },
    defaults: { title: 'Ablauf', message: 'Dieser Schritt ist erreicht.' },
  },
  publish_event: {
    title: 'Ereignis melden',
    description: 'Meldet ein Ereignis, das Abläufe startet und wartende weckt.',
    inputs: value,
    outputs: value,
    settings: { name: ['Ereignis', 'Sein Name.'], subject: ['Betreff', 'Sein Betreff.'] },
  },
  custom_tool: {
    title: 'Eigenes Werkzeug',
    description: 'Ruft einen HTTP-Dienst auf und prüft Argumente und Antwort.',
    inputs: { value: 'Argumente' },
    outputs: { result: 'Ergebnis' },
    settings: {
      name: ['Name', 'Name des Werkzeugs.'],
      url: ['URL', 'Adresse des Dienstes.'],
      method: ['Methode', 'POST und PUT senden die Argumente als JSON, GET als Adressparameter.'],
      ...signIn,
      arguments: ['Argumente', 'Werte nach Namen. Leer: der Eingabewert.'],
      inputSchema: ['Schema der Argumente', 'Felder. Nur passende werden gesendet.'],
      outputSchema: ['Schema der Antwort', 'Felder. Sonst scheitert der Knoten.'],
      ...noData,
    },
  },
  mcp_tool: {
    title: 'MCP-Werkzeug',
    description: 'Ruft ein Werkzeug eines MCP-Servers auf.',
    inputs: { value: 'Argumente' },
    outputs: { result: 'Ergebnis' },
    settings: {
      server: ['MCP-Server', 'Name oder Id.'],
      tool: ['Werkzeug', 'Sein Name.'],
      arguments: ['Argumente', 'Werte nach Namen. Leer: der Eingabewert.'],
      result: ['Ergebnis', 'Wie es gelesen wird.', { table: 'Tabelle' }],
      repeatable: ['Wiederholbar', 'Ohne Frage.'],
    },
  },
  web_search: {
    title: 'Websuche',
    description: 'Durchsucht das Web.',
    inputs: value,
    outputs: { results: 'Ergebnisse' },
    settings: { query: ['Suche', 'Wörter.'], maxResults: ['Max. Ergebnisse', 'Höchstzahl.'] },
  },
  web_read: {
    title: 'Webseite',
    description: 'Liest eine Seite als Markdown.',
    inputs: value,
    outputs: { text: 'Text', page: 'Seite' },
    settings: { url: ['URL', 'Adresse.'], maxCharacters: ['Max. Zeichen', 'Höchstzahl.'] },
  },
  image: {
    title: 'Bild',
    description: 'Erzeugt ein Bild.',
    inputs: value,
    outputs: { file: 'Datei', image: 'Bild' },
    settings: {
      prompt: ['Beschreibung', 'Text.'],
      shape: ['Format', 'Form.', { square: 'Quadrat', landscape: 'Quer', portrait: 'Hoch' }],
    },
  },
  agent: {
    title: 'KI-Agent',
    description: 'Sprachmodell mit Werkzeugen.',
    inputs: { value: 'Wert', input: 'Tabelle', other: 'Andere Tabelle' },
    outputs: { answer: 'Antwort', messages: 'Nachrichten', usage: 'Verbrauch' },
    settings: {
      agent: ['Agent', 'Name oder Id.'],
      ...modelChoice,
      system: ['Systemprompt', 'Rolle und Regeln des Agenten.'],
      prompt: ['Aufgabe', 'Was zu tun ist.'],
      answerSchema: ['Antwortschema', 'Felder der Antwort. Leer: Text.'],
      tools: ['Werkzeuge', 'Was das Modell aufrufen darf.'],
      memory: [
        'Gedächtnis',
        'Frühere Aufgaben.',
        { none: 'Keines', run: 'Dieser Lauf', conversation: 'Neueste', table: 'Passendste' },
      ],
      conversation: ['Gespräch', 'Name, etwa ein Kunde.'],
      memoryTokens: ['Token des Gedächtnisses', 'Höchstzahl.'],
      temperature: ['Temperatur', 'Von 0 bis 2.'],
      maxTokens: ['Token je Antwort', 'Höchstlänge.'],
      sampleRows: ['Zeilen für das Modell', 'Je Tabelle.'],
      deadlineHours: ['Freigabefrist (Stunden)', '0: keine Frist.'],
      maxRows: ['Zeilen je Abfrage', 'Höchstzahl je Ergebnis.'],
      maxSteps: ['Anfragen', 'Höchstzahl.'],
      maxToolCalls: ['Werkzeugaufrufe', 'Höchstzahl.'],
      maxInputTokens: ['Eingabe-Token', 'Höchstzahl.'],
      maxOutputTokens: ['Ausgabe-Token', 'Höchstzahl.'],
      maxCost: ['Kosten', 'In US-Dollar. 0: keine Grenze.'],
      maxSeconds: ['Zeit (Sekunden)', 'Höchstzeit.'],
    },
  },
  remote_agent: {
    title: 'Entfernter Agent',
    description: 'Fragt einen angemeldeten Agenten.',
    inputs: { value: 'Wert' },
    outputs: { result: 'Ergebnis' },
    settings: { agent: ['Agentenname', 'Name oder Id.'], input: ['Eingabe', 'Werte nach Namen.'] },
  },
  classify_rows: {
    title: 'Zeilen klassifizieren',
    description: 'Lässt ein Sprachmodell jede Zeile einordnen.',
    inputs: table,
    outputs: rowOutputs,
    settings: {
      ...rowsByModel,
      labels: ['Klassen', 'Eine je Zeile; nach einem Doppelpunkt eine Beschreibung.'],
      output: ['Neue Spalte', 'Ihr Name.'],
    },
  },
  extract_rows: {
    title: 'Aus Zeilen entnehmen',
    description: 'Lässt ein Sprachmodell jeder Zeile Werte entnehmen.',
    inputs: table,
    outputs: rowOutputs,
    settings: { ...rowsByModel, fields: ['Felder', 'Neue Spalten.'] },
  },
  summarize_rows: {
    title: 'Kurzfassungen',
    description: 'Lässt ein Sprachmodell jede Zeile zusammenfassen.',
    inputs: table,
    outputs: rowOutputs,
    settings: {
      ...rowsByModel,
      maxWords: ['Wörter', 'Ungefähre Länge.'],
      output: ['Neue Spalte', 'Ihr Name.'],
    },
  },
  translate_rows: {
    title: 'Zeilen übersetzen',
    description: 'Lässt ein Sprachmodell jede Zeile übersetzen.',
    inputs: table,
    outputs: rowOutputs,
    settings: {
      ...rowsByModel,
      language: ['Sprache', 'Zielsprache.'],
      output: ['Neue Spalte', 'Ihr Name.'],
    },
  },
})

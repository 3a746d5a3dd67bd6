import type { EnglishHelp } from '../english/help.ts'

/** German strings of the help page. */
export const createGermanHelp = (): EnglishHelp => ({
  help: {
    title: 'Hilfe',
    nodes: 'Knoten',
    search: 'Knoten durchsuchen',
    families: {
      triggers: 'Auslöser',
      'data-agents': 'Datenagenten',
      tables: 'Tabellen',
      agents: 'Agenten',
      actions: 'Aktionen',
      logic: 'Logik',
      integration: 'Anbindung',
      views: 'Ansichten',
    },
    nodeNotFound: (type) => `Knoten „${type}“ wurde nicht gefunden. Einen aus der Liste wählen.`,
    description:
      'Ein Ablauf verarbeitet Daten Schritt für Schritt: Knoten erledigen die Arbeit, Verbindungen geben Tabellen weiter. Nichts läuft vor „Ausführen“, und nichts verlässt diesen Browser, außer ein Knoten sendet es.',
    tour: 'Rundgang starten (5 Minuten)',
    openWorkflows: 'Abläufe ansehen',
    pages: 'Seiten',
    data: 'Eigene Dateien. Auf eine beliebige Seite ziehen, ansehen, prüfen und in einem anderen Format herunterladen.',
    workflows: 'Eigene Abläufe und Vorlagen mit Beispieldaten.',
    runs: 'Jeder Lauf mit Eingaben, Ausgaben und Fehlern. Zwei Läufe vergleichen.',
    queue: 'Wartende Läufe eines Servers ansehen, Prioritäten und Schlüssel festlegen.',
    schedules: 'Abläufe auf einem Server zu festen Zeiten ausführen.',
    webhooks: 'Abläufe ausführen, wenn ein anderes System eine URL aufruft.',
    validation: 'Eine Datei mit einem Schema, Tabellenprüfungen oder einer Bedingung für jede Zeile prüfen.',
    settings: 'Darstellung, API-Schlüssel, Modelle, Wiederholungen, Speicher und Export von allem.',
    trash: 'Was in den letzten 30 Tagen gelöscht wurde.',
    nodesHeading: 'Knoten',
    nodesHelp: 'Jeder Knoten hat eine Seite mit Eingängen, Ausgängen und Einstellungen. Einen aus der Liste wählen.',
  },
})

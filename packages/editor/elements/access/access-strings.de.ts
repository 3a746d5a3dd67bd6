import type { LaterTexts } from '../../language/languages.ts'

/** German texts that are loaded after the first load of a page. */
export const germanLaterTexts: LaterTexts = {
  access: {
    title: (workflow) => `„${workflow}“ Zugriff gewähren?`,
    text: 'Dieser Ablauf stammt aus einer Datei. Seine Läufe verlangen Folgendes. Was gewährt wird, gilt nur für diesen Ablauf.',
    secrets: 'Geheimnisse',
    hosts: 'Hosts',
    allHosts: 'Alle Hosts: einige stehen erst im Lauf fest',
    tools: 'Werkzeuge',
    toolNames: { folder: 'Datensätze dieses Browsers nach Name', models: 'Sprachmodelle' },
    cancel: 'Abbrechen',
    runWithout: 'Ohne Zugriff ausführen',
    grant: 'Gewähren und ausführen',
  },
}

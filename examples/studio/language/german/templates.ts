import type { EnglishTemplates } from '../english/templates.ts'
import type { Formats } from '../formats.ts'
import { germanTemplateDocuments } from './template-documents.ts'

/** German strings of the templates page. */
export const createGermanTemplates = ({ pluralize }: Formats): EnglishTemplates => ({
  templates: {
    title: 'Neu aus Vorlage',
    empty: 'Leerer Ablauf',
    gallery: 'Vorlagengalerie',
    lead: 'Jede Vorlage enthält öffentliche Beispieldaten und läuft sofort. Danach die Beispiele durch eigene Dateien ersetzen.',
    search: 'Vorlagen durchsuchen',
    categories: 'Kategorien',
    templateCount: (found) => pluralize(found, 'Vorlage', 'Vorlagen'),
    noMatches: 'Keine passenden Vorlagen. Andere Wörter versuchen oder mit einem leeren Ablauf beginnen.',
    showAll: 'Alle Vorlagen zeigen',
    sources:
      'Die Beispiele sind Auszüge aus öffentlichen Daten: U.S. Geological Survey, NOAA, FAA und andere Behörden der Vereinigten Staaten (gemeinfrei), Palmer Station LTER (CC0), Scripps CO₂ Program und Gapminder (CC BY 4.0) und die Tabelle Hospital von HoloClean (Apache 2.0).',
    service: 'Der Beispieldienst des Studios',
    sampleFiles: (files) => pluralize(files, 'Beispieldatei', 'Beispieldateien'),
    creating: 'Wird erstellt …',
    use: 'Verwenden',
    sampleNotDownloaded: (name) => `Die Beispieldatei „${name}“ ließ sich nicht herunterladen.`,
    sampleNotDownloadedHint: 'Netzwerkverbindung prüfen, dann die Vorlage erneut verwenden.',
    ...germanTemplateDocuments,
  },
})

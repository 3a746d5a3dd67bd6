import type { Formats } from '../formats.ts'

/** UI strings for the templates page. */
export const createEnglishTemplates = ({ pluralize }: Formats) => ({
  templates: {
    title: 'New from template',
    empty: 'Empty workflow',
    gallery: 'Template gallery',
    lead: 'Each template includes public sample data, so you can run it immediately. Then replace the samples with your own files.',
    search: 'Search templates',
    categories: 'Categories',
    templateCount: (found: number): string => pluralize(found, 'template', 'templates'),
    noMatches: 'No templates match. Try different words or start with an empty workflow.',
    showAll: 'Show all templates',
    sources:
      'Samples are excerpts from public data: U.S. Geological Survey, NOAA, FAA and other United States agencies (public domain), Palmer Station LTER (CC0), Scripps CO₂ Program and Gapminder (CC BY 4.0), and the Hospital table from HoloClean (Apache 2.0).',
    service: 'The studio’s sample service',
    sampleFiles: (sampleFiles: number): string => pluralize(sampleFiles, 'sample file', 'sample files'),
    creating: 'Creating…',
    use: 'Use template',
    sampleNotDownloaded: (name: string): string => `The sample file “${name}” could not be downloaded.`,
    sampleNotDownloadedHint: 'Check your network connection, then use the template again.',
    /**
     * Translated template names and descriptions, keyed by template ID. Templates without an entry use their own
     * strings.
     */
    translations: {} as Readonly<Record<string, { readonly name: string; readonly description: string }>>,
    /** Display names of template tags, keyed by the stored tag. */
    tags: {
      approval: 'Approval',
      chart: 'Chart',
      checking: 'Validation',
      cleaning: 'Cleaning',
      combining: 'Combining data',
      export: 'Export',
      learning: 'Machine learning',
      logic: 'Logic',
      points: 'Points',
      services: 'Web services',
    } as Readonly<Record<string, string>>,
    /** Translated node names in templates. */
    labels: {} as Readonly<Record<string, string>>,
  },
})

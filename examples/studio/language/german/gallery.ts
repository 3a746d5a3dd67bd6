import type { EnglishGallery } from '../english/gallery.ts'
import type { Formats } from '../formats.ts'

/** German strings of the public template gallery. */
export const createGermanGallery = ({ pluralize, count }: Formats): EnglishGallery => ({
  gallery: {
    title: 'Vorlagengalerie',
    lead: 'Abläufe, die auf diesem Server veröffentlicht wurden. Eine Kopie gehört Ihnen: Sie enthält keine Daten des Autors, und Sie legen fest, worauf sie zugreifen darf.',
    needsServer: 'Die Galerie ist auf einem Server. Dafür einen Server verbinden.',
    galleryDisabled: 'Der Betreiber dieses Servers hat die Galerie ausgeschaltet.',
    search: 'Galerie durchsuchen',
    templateCount: (found) => pluralize(found, 'Vorlage', 'Vorlagen'),
    empty: 'Noch keine Vorlagen. Den ersten Ablauf veröffentlichen.',
    noMatches: 'Keine Vorlage passt. Andere Wörter versuchen.',
    authorLabel: (author) => (author === null ? 'Von einem Mitglied dieses Servers' : `Von ${author}`),
    nodes: (nodes) => pluralize(nodes, 'Knoten', 'Knoten'),
    uses: (uses) => (uses === 1 ? 'Einmal kopiert' : `${count(uses)}-mal kopiert`),
    preview: 'Vorschau',
    previewLabel: (name) => `Vorschau von „${name}“`,
    copy: 'In meine Abläufe kopieren',
    copyLabel: (name) => `In meine Abläufe kopieren: „${name}“`,
    copied: (name) => `„${name}“ kopiert.`,
    unpublish: 'Zurückziehen',
    unpublishLabel: (name) => `Zurückziehen: „${name}“`,
    unpublishQuestion: (name) => `„${name}“ zurückziehen?`,
    unpublishHelp: 'Die Vorlage wird aus der Galerie entfernt. Vorhandene Kopien bleiben.',
    unpublished: (name) => `„${name}“ zurückgezogen.`,
    publish: 'Ablauf veröffentlichen',
    publishHelp:
      'Alle, die sich auf diesem Server anmelden können, können ihn mit allen Texten und Einstellungen lesen und kopieren, aber ohne Datensätze und Geheimnisse.',
    workflow: 'Ablauf',
    selectWorkflow: 'Ablauf wählen',
    description: 'Beschreibung',
    publishAction: 'Veröffentlichen',
    published: (name) => `„${name}“ veröffentlicht.`,
    more: 'Mehr anzeigen',
  },
})

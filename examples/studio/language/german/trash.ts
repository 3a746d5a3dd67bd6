import type { EnglishTrash } from '../english/trash.ts'

/** German strings of the trash page. */
export const createGermanTrash = (): EnglishTrash => ({
  trash: {
    title: 'Papierkorb',
    empty: 'Papierkorb leeren',
    description: 'Gelöschtes wird 30 Tage aufbewahrt.',
    noItems: 'Der Papierkorb ist leer. Gelöschtes erscheint hier.',
    kinds: { dataset: 'Daten', workflow: 'Ablauf', run: 'Lauf' },
    deletedAt: (when) => `gelöscht: ${when}`,
    restore: 'Wiederherstellen',
    deletePermanently: 'Endgültig löschen',
    deleteItem: (name) => `„${name}“ endgültig löschen`,
    deletedPermanently: (name) => `„${name}“ endgültig gelöscht.`,
    emptied: 'Papierkorb geleert.',
    restored: (name) => `„${name}“ wiederhergestellt.`,
    notRestored: (name) => `„${name}“ ließ sich nicht wiederherstellen: Die gespeicherten Daten sind nicht lesbar.`,
    notRestoredHint: 'Es bleibt im Papierkorb. Eine neuere Version des Studios kann es vielleicht lesen.',
  },
})

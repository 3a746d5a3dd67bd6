import type { EnglishTour } from '../english/tour.ts'

/** German strings of the tour. */
export const createGermanTour = (): EnglishTour => ({
  tour: {
    title: 'Rundgang',
    sampleName: 'Marktstände.csv',
    sampleText: `Standbericht, Frühling;;;;
erstellt am 2. Mai;;;;

id;name;platz;einnahmen;besucher
1;Annas Brot;Nordtor;1.204,50;310
2;Käse & Co;Halle 2;890,00;205
;;;;
3;Grüne Ecke;Halle 2;455,75;98
4;"Honig; und mehr";Südtor;1.010,25;260
5;Fisch Otto;Nordtor;2.310,00;402
`,
    skip: 'Rundgang überspringen',
    next: 'Weiter',
    back: 'Zurück',
    steps: [
      {
        title: 'Eine echte Datei',
        description:
          'Diese kleine Datei hat typische Probleme: Zeilen über der Tabelle, Semikolons, Dezimalkommas und eine leere Zeile. Sie ist jetzt unter den Daten. Ihr Format muss nicht beschrieben werden.',
      },
      {
        title: 'Ohne Einrichtung geladen',
        description:
          'Der Agent „Laden“ hat den Anfang der Tabelle, das Trennzeichen und den Typ jeder Spalte erkannt. Das ist die Datei als Tabelle. Der Bericht eines Laufs nennt jede Entscheidung mit ihren Gründen.',
      },
      {
        title: 'Ein vollständiger Ablauf',
        description:
          'Laden, Vorbereiten, Prüfen, Tabelle: vier Knoten mit Einstellungen, die sich lesen und ändern lassen. „Ausführen“ startet den Ablauf.',
      },
      {
        title: 'Ausprobieren',
        description:
          'Den Ablauf mit dieser Datei öffnen, „Ausführen“ wählen, dann einen Knoten auswählen, um sein Ergebnis zu sehen. Dieser Rundgang ist unter Hilfe zu finden.',
      },
    ],
    example: 'Beispiel',
    asTable: 'Die Datei als Tabelle',
    loading: 'Die Datei wird geladen …',
    step: (step, steps) => `Schritt ${step} von ${steps}`,
  },
})

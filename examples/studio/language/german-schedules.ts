import type { EnglishSchedules } from './english-schedules.ts'
import type { Formats } from './formats.ts'

/** German texts of the schedules page. */
export const germanSchedules = ({ pluralize }: Formats): EnglishSchedules => ({
  schedules: {
    title: 'Zeitpläne',
    description:
      'Hier stehen veröffentlichte Abläufe mit einem Zeitplanknoten. Ein Zeitplan startet Läufe auf dem Server, sobald er eingeschaltet ist.',
    needsServer:
      'Zeitpläne starten Abläufe auf einem Server, auch wenn diese Seite geschlossen ist. Dafür einen Server verbinden.',
    connect: 'Server verbinden',
    empty:
      'Hier erscheinen die Zeitpläne der Abläufe. Einem Ablauf einen Zeitplanknoten hinzufügen und ihn veröffentlichen.',
    openWorkflows: 'Abläufe öffnen',
    calendar: 'Kalender',
    previousMonth: 'Voriger Monat',
    nextMonth: 'Nächster Monat',
    yourTimeZone: (zone) => `Zeiten in der eigenen Zeitzone, ${zone}.`,
    on: 'Ein',
    off: 'Aus',
    turnOn: (name, workflow) => `Zeitplan „${name}“ von ${workflow}`,
    every: (duration) => `Alle ${duration}`,
    dates: (dates) => pluralize(dates, 'Datum', 'Daten'),
    noNext: 'Keine nächste Zeit',
    details: 'Details',
    detailsOf: (name) => `Details zu ${name}`,
    nextTimes: 'Nächste Zeiten',
    history: 'Verlauf',
    noHistory: 'Hier erscheinen die Starts.',
    settings: 'Einstellungen',
    overlap: 'Wenn der vorige Lauf noch aktiv ist',
    overlaps: {
      skip: 'Start auslassen',
      queue: 'Danach starten',
      cancel: 'Ihn abbrechen',
      allow: 'Beide ausführen',
    },
    note: 'Notiz (optional)',
    pause: 'Ausschalten',
    missed: (times) => `${pluralize(times, 'Start', 'Starts')} verpasst`,
    statuses: {
      due: 'Wartet',
      started: 'Läuft',
      completed: 'Abgeschlossen',
      failed: 'Fehlgeschlagen',
      cancelled: 'Abgebrochen',
      skipped: 'Ausgelassen',
      rejected: 'Nicht gestartet',
    },
  },
})

/** UI strings for the tour. */
export const createEnglishTour = () => ({
  tour: {
    title: 'Tour',
    /** The sample file contains typical problems, which the tour explains. */
    sampleName: 'market stalls.csv',
    sampleText: `Stall report, spring;;;;
made 2 May;;;;

id;name;place;takings;visitors
1;Anna's Bread;North gate;1.204,50;310
2;Cheese & Co;Hall 2;890,00;205
;;;;
3;Green Corner;Hall 2;455,75;98
4;"Honey; and more";South gate;1.010,25;260
5;Fish Otto;North gate;2.310,00;402
`,
    skip: 'Skip tour',
    next: 'Next',
    back: 'Back',
    steps: [
      {
        title: 'A real-world file',
        description:
          'This small file has typical problems: lines above the table, semicolons, decimal commas and an empty row. It has been added to your data. You don’t need to describe its format.',
      },
      {
        title: 'Loaded without setup',
        description:
          'The Load agent detected where the table starts, the delimiter, and the type of each column. This is the file as a table. A run’s report lists each decision with its reasons.',
      },
      {
        title: 'A complete workflow',
        description:
          'Load, Prepare, Validate, Table: four nodes with settings that you can view and change. The workflow starts when you choose Run.',
      },
      {
        title: 'Try it',
        description:
          'Open the workflow with this file, choose Run, then select a node to see its result. You can find this tour under Help.',
      },
    ],
    example: 'Example',
    asTable: 'The file as a table',
    loading: 'Loading file…',
    step: (step: number, stepCount: number): string => `Step ${step} of ${stepCount}`,
  },
})

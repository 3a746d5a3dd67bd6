import { css, type CSSResultGroup } from 'lit'
import { drawingStyles } from '../workflows/draw-workflow.ts'
import { pageStyles } from '../page.styles.ts'

export const templatesPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  drawingStyles,
  css`
    .lead {
      margin: -8px 0 16px;
      max-width: 72ch;
      line-height: 1.5;
    }

    .filters {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 16px;
      margin-bottom: 16px;
    }

    .filters input {
      flex: 1 1 220px;
      max-width: 320px;
    }

    .tags {
      display: flex;
      align-items: center;
      flex-wrap: wrap;
      gap: 4px;
    }

    .tag {
      min-height: 30px;
      padding: 2px 10px;
      color: var(--_muted);
    }

    .tag[aria-pressed='true'] {
      border-color: var(--_accent);
      background: var(--_wash);
      color: var(--_accent);
    }

    .cards {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
      gap: 16px;
    }

    /* Two cards side by side on a tablet. */
    @media (max-width: 900px) {
      .cards {
        grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr));
      }
    }

    li {
      position: relative;
      display: flex;
      flex-direction: column;
      overflow: hidden;
      transition: border-color var(--_motion);
    }

    li:hover {
      border-color: color-mix(in srgb, var(--_border), var(--_accent) 45%);
    }

    .picture {
      height: 116px;
      padding: 16px 20px;
      border-bottom: 1px solid var(--_border);
      background-color: var(--_canvas);
      background-image: radial-gradient(var(--_dot) 1px, transparent 1px);
      background-size: 16px 16px;
    }

    .body {
      flex: 1;
      padding: 16px 16px 12px;
    }

    .body h2 {
      margin: 0 0 4px;
    }

    .body p {
      margin: 0;
      font-size: 13px;
      line-height: 1.5;
    }

    /* Makes the whole card clickable. */
    .use,
    button.use:hover:not(:disabled) {
      min-height: 0;
      padding: 0;
      border: 0;
      background: none;
      color: inherit;
      font: inherit;
      text-align: start;
      white-space: normal;
    }

    .use::after {
      content: '';
      position: absolute;
      inset: 0;
      border-radius: 10px;
    }

    .use:focus-visible {
      outline: none;
    }

    .use:focus-visible::after {
      outline: 2px solid var(--_accent);
      outline-offset: -2px;
    }

    footer {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      /* Reserves space for two lines, so that the borders of all cards in a row are aligned. */
      min-height: 52px;
      padding: 8px 16px;
      border-top: 1px solid var(--_border);
    }

    .files {
      display: flex;
      flex: 1 1 96px;
      align-items: center;
      gap: 6px;
      min-width: 0;
    }

    .files svg {
      flex: none;
    }

    .files .ellipsis {
      white-space: normal;
      overflow-wrap: anywhere;
    }

    .go {
      display: inline-flex;
      margin-inline-start: auto;
      align-items: center;
      gap: 4px;
      color: var(--_accent);
      font-size: 13px;
      font-weight: 500;
      white-space: nowrap;
    }

    .sources {
      margin: 24px 0 0;
      max-width: 84ch;
      line-height: 1.5;
    }

    @media (max-width: 600px) {
      .filters input {
        flex-basis: 100%;
        max-width: none;
      }
    }
  `,
]

import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../page.styles.ts'
import { drawingStyles } from './draw-workflow.ts'

/** Styles of pages that show workflows as cards with a picture. A card has a link or button that covers it. */
export const cardPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  drawingStyles,
  css`
    .filters {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
      margin-bottom: 16px;
    }

    .filters > input {
      flex: 1 1 200px;
      max-width: 320px;
      min-height: 34px;
    }

    @media (max-width: 600px) {
      .filters > input {
        flex-basis: 100%;
        max-width: none;
      }
    }

    .tags {
      gap: 4px;
    }

    button.tag {
      min-height: 30px;
      padding: 2px 10px;
    }

    button.tag:not([aria-pressed='true']) {
      color: var(--_muted);
    }

    .cards {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(320px, 100%), 1fr));
      gap: 16px;
    }

    /* Two cards next to each other on a tablet. */
    @media (max-width: 900px) {
      .cards {
        grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr));
      }
    }

    .cards > li {
      position: relative;
      display: flex;
      flex-direction: column;
      transition: border-color var(--_motion);
    }

    .cards > li:hover {
      border-color: color-mix(in srgb, var(--_border), var(--_accent) 45%);
    }

    .picture {
      border-bottom: 1px solid var(--_border);
      border-radius: 10px 10px 0 0;
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

    .body :is(a, .use)::after {
      content: '';
      position: absolute;
      inset: 0;
      border-radius: 10px;
    }

    .body :is(a, .use):focus-visible {
      outline: none;
    }

    .body :is(a, .use):focus-visible::after {
      outline: 2px solid var(--_accent);
      outline-offset: 2px;
    }

    .cards footer {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      border-top: 1px solid var(--_border);
    }
  `,
]

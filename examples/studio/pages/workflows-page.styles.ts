import { css, type CSSResultGroup } from 'lit'
import { drawingStyles } from '../workflows/draw-workflow.ts'
import { pageStyles } from '../page.styles.ts'

export const workflowsPageStyles: CSSResultGroup[] = [
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

    .filters select {
      width: auto;
      min-height: 34px;
    }

    @media (max-width: 600px) {
      .filters > input {
        flex-basis: 100%;
        max-width: none;
      }

      .filters > :is(label, select) {
        flex: 1;
      }

      .filters select {
        width: 100%;
      }

      .filters > .tags {
        flex-basis: 100%;
      }
    }

    .tags,
    .own-tags {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px;
    }

    button.tag {
      min-height: 30px;
      padding: 2px 10px;
      color: var(--_muted);
    }

    button.tag[aria-pressed='true'] {
      border-color: var(--_accent);
      background: var(--_wash);
      color: var(--_accent);
    }

    .picture {
      height: 92px;
      padding: 12px 16px;
      border-bottom: 1px solid var(--_border);
      border-radius: 10px 10px 0 0;
      background-color: var(--_canvas);
      background-image: radial-gradient(var(--_dot) 1px, transparent 1px);
      background-size: 16px 16px;
    }

    /* Lets clicks on the tags reach the link that covers the card. */
    .own-tags {
      margin: 8px 0 0;
      pointer-events: none;
    }

    .own-tags .tag {
      padding: 0 8px;
      border-radius: 4px;
      background: var(--_chip);
      color: var(--_muted);
      font-size: 12px;
      line-height: 20px;
    }

    .add-tag {
      position: relative;
      pointer-events: auto;
      min-height: 24px;
      padding: 0 4px;
      color: var(--_muted);
      font-size: 12px;
    }

    .tagging {
      position: relative;
      display: flex;
      gap: 8px;
      margin-top: 8px;
    }

    .tagging input {
      flex: 1;
      min-width: 0;
    }

    .own-tags .status {
      position: relative;
      width: auto;
      margin-inline-start: auto;
      pointer-events: auto;
      min-height: 28px;
      max-width: 104px;
      padding-block: 0;
      field-sizing: content;
      border-color: transparent;
      background-color: transparent;
      color: var(--_muted);
      font-size: 12px;
    }

    .own-tags .status:hover {
      border-color: var(--_border);
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

    li {
      position: relative;
      display: flex;
      flex-direction: column;
      transition: border-color var(--_motion);
    }

    li:hover {
      border-color: color-mix(in srgb, var(--_border), var(--_accent) 45%);
    }

    .body {
      flex: 1;
      padding: 16px 16px 12px;
    }

    .body h2 {
      margin-bottom: 4px;
    }

    .body a::after {
      content: '';
      position: absolute;
      inset: 0;
      border-radius: 10px;
    }

    .body a:focus-visible {
      outline: none;
    }

    .body a:focus-visible::after {
      outline: 2px solid var(--_accent);
      outline-offset: 2px;
    }

    .body > p.muted {
      display: -webkit-box;
      overflow: hidden;
      min-height: 3em;
      font-size: 13px;
      line-height: 1.5;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }

    footer {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 12px;
      min-height: 40px;
      padding-block: 4px;
      padding-inline: 16px 8px;
      border-top: 1px solid var(--_border);
    }

    /* Times such as "2 minutes ago" must not be truncated, so the tools wrap instead. */
    footer > .ellipsis {
      flex: none;
      max-width: 100%;
    }

    .tools {
      position: relative;
      display: flex;
      margin-inline-start: auto;
      color: var(--_muted);
    }
  `,
]

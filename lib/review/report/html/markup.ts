import { inert } from "../../../core/inert";
import type { Quote } from "../words";

/** HTML or SVG. It is made here alone, where every text that gets into it is escaped. */
export class Markup {
  /** What this program says itself: styles, scripts, and nothing of a plan. */
  public static own(text: string): Markup {
    return new Markup(text);
  }

  /** What all reports say, whose words mean nothing to HTML, with the texts of a plan as `code` quotes them. */
  public static said(words: string): Markup {
    return new Markup(words);
  }

  /** As a template: each value is a text, or markup itself. */
  public static of(pieces: TemplateStringsArray, values: readonly Value[]): Markup {
    return new Markup(
      pieces.map((piece, index) => `${piece}${textOf(values[index] ?? "")}`).join(""),
    );
  }

  private constructor(public readonly text: string) {}
}

type Value = string | number | Markup | readonly Markup[];

export function markup(pieces: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return Markup.of(pieces, values);
}

/** How a text of a plan is quoted among words. */
export const code: Quote = (text) => markup`<code>${text}</code>`.text;

function textOf(value: Value): string {
  if (value instanceof Markup) {
    return value.text;
  }
  return typeof value === "object" ? value.map(textOf).join("") : escaped(String(value));
}

function escaped(text: string): string {
  return inert(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

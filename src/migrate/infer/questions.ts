import type { Question } from './inferred-model.js'

/** Answers a question with the number of a choice, from 0. */
export type Ask = (question: Question) => number | Promise<number>

/** Asks, or takes the safer choice; keeps what was asked, and what was chosen. */
export function createQuestions(ask: Ask | undefined) {
  const asked: Question[] = []
  return {
    asked: asked as readonly Question[],
    async ask(question: Question): Promise<number> {
      const answer = (await ask?.(question)) ?? question.chosen
      const chosen = question.choices[answer] === undefined ? question.chosen : answer
      asked.push({ ...question, chosen })
      return chosen
    },
  }
}
export type Questions = ReturnType<typeof createQuestions>

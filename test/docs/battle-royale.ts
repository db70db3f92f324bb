import { existsSync, readFileSync } from 'node:fs'

/** Public sample tables that are not part of this project. */
const real = `${process.env.MONOTABLE_DATA}/labs-game-items.json`
/** Whether the table is the one that AWS made for its lab, or one that is like it. */
export const isReal = existsSync(real)

/** The 835 items of a game, as plain objects: 300 users, 15 games, 520 times a user in a game. */
export const gameItems = (): readonly object[] =>
  isReal
    ? readFileSync(real, 'utf8')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
    : madeUp()

function madeUp(): readonly object[] {
  const users = Array.from({ length: 300 }, (_, n) => `${['ada', 'alan', 'grace', 'edsger'][n % 4]}${n}`)
  const games = Array.from({ length: 15 }, (_, n) => `0ab37cf1-fc60-4d93-b72b-${String(893_357 + n).padStart(12, '0')}`)
  return [
    ...users.map((username, n) => ({
      PK: `USER#${username}`,
      SK: `#METADATA#${username}`,
      username,
      name: `Player the ${n}th`,
      email: `${username}@example.com`,
      birthdate: `19${10 + (n % 90)}-0${1 + (n % 9)}-1${n % 10}`,
      address: `${n} Main Street`,
    })),
    ...games.map((game_id, n) => ({
      PK: `GAME#${game_id}`,
      SK: `#METADATA#${game_id}`,
      game_id,
      map: ['Green Grasslands', 'Dirty Desert', 'Urban Underground'][n % 3],
      create_time: `2019-04-16T00:41:${10 + n}`,
      people: 34 + n,
      creator: users[n * 7],
      open_timestamp: n < 9 ? `2019-04-16T00:41:${10 + n}` : undefined,
      start_time: n < 9 ? undefined : `2019-04-16T01:41:${10 + n}`,
      end_time: n < 13 ? undefined : `2019-04-16T02:41:${10 + n}`,
      gold: n < 13 ? undefined : users[1],
      silver: n < 13 ? undefined : users[2],
      bronze: n < 13 ? undefined : users[3],
    })),
    ...games.flatMap((game_id, game) =>
      Array.from({ length: game < 10 ? 35 : 34 }, (_, n) => ({
        PK: `GAME#${game_id}`,
        SK: `USER#${users[(game * 31 + n * 7) % 300]}`,
        game_id,
        username: users[(game * 31 + n * 7) % 300],
        place: game >= 13 && n < 3 ? ['gold', 'silver', 'bronze'][n] : undefined,
      })),
    ),
  ]
}

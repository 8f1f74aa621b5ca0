/* The work in C: what this machine can do with it. Prepared, compiled and called by c_yardstick.py.
 *
 * A task's number is the place of its bit in the sets of waiting work. There is one such set for each kind of task:
 * words of 64 tasks in the order of work, and one summary word that tells which of them are not empty. People are bits
 * too: for each kind of need its candidates, the fastest lowest. So the next task and its best person are a few counts of
 * trailing zeros. `able` and `waits` hold one bit a kind: whether somebody can be had, whether something waits.
 *
 * Every person holds at most one seat, so the next end is the least of one number a person: ends in groups of sixteen,
 * and the least of each group, found without a branch. When work ends is read off the person's days as bits.
 *
 * All is as it was at the beginning when a replication ends, but for the counts of predecessors.
 */
#include <stdint.h>
#include <string.h>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

#define DAY 480u
#define LANES 16
#define IDLE UINT32_MAX
#define PAIRED 1
#define NOBODY 0xffffu

typedef struct {
    uint32_t after[2];  /* successors, filled up with the task that never gets ready */
    uint32_t more;      /* further ones begin here in `more_after` */
    uint32_t rank;
    uint32_t need;      /* column of its first need; that of the second follows */
    uint32_t out;       /* its number in the plan */
    uint8_t n_more, kind, other, paired, word;
    uint8_t unused[3];
} Task;

typedef struct {
    uint32_t place[3];  /* where the person stands among the candidates of up to three kinds */
    uint8_t kind[3], unused;
} Person;

typedef struct {
    int64_t n_tasks, n_bits, n_needs, n_people, n_groups, n_kinds, n_days, width, n_releases, person_bits;
    const Task *task;
    const uint8_t *waits_for;       /* by task */
    const uint32_t *more_after;
    const uint32_t *first_word;     /* by kind of task: paired ones after single ones */
    const uint32_t *release_tick;   /* of tasks without predecessors, by tick; the last is never */
    const uint32_t *release_task;
    const Person *person;
    const uint16_t *candidate;      /* by kind and place: person */
    const uint64_t *reciprocal;     /* by kind and place: 2^43 / speed, rounded down */
    const uint64_t *here;           /* by day, kind and word: candidates present */
    const uint64_t *present;        /* by person: days present, a bit each; one more word of zeros */
    const uint32_t *next_morning;   /* by day: the next tick at which somebody comes */
    int64_t present_words;
    /* the state */
    uint64_t *ready, *summary, *free;
    uint32_t *ends, *least;         /* by person, by group: tick << person_bits | person */
    uint32_t *holds;                /* by person: the task */
    uint8_t *waits, *open;          /* by task */
} World;

#define CTZ(x) ((uint32_t)__builtin_ctzll(x))
#define BIT(x) (1ull << ((x) & 63))
#define RARE(x) __builtin_expect(!!(x), 0)

/* Sixteen lanes are written as a whole, since a wide read soon after a narrow write waits for it. */
#ifdef __AVX512F__
typedef __m512i Lanes;
static inline Lanes lanes_at(const uint32_t *from) { return _mm512_load_si512(from); }
static inline uint32_t least_of(Lanes lanes) { return _mm512_reduce_min_epu32(lanes); }
static inline Lanes put(uint32_t *to, uint32_t lane, uint32_t key) {
    Lanes lanes = _mm512_mask_mov_epi32(lanes_at(to), (__mmask16)(1u << lane), _mm512_set1_epi32((int)key));
    _mm512_store_si512(to, lanes);
    return lanes;
}
#else
typedef const uint32_t *Lanes;
static inline Lanes lanes_at(const uint32_t *from) { return from; }
static inline uint32_t least_of(Lanes lanes) {
    uint32_t least = lanes[0];
    for (int i = 1; i < LANES; i++) least = lanes[i] < least ? lanes[i] : least;
    return least;
}
static inline Lanes put(uint32_t *to, uint32_t lane, uint32_t key) {
    to[lane] = key;
    return to;
}
#endif

static inline uint32_t next_end(const World *w, int64_t groups) {
    uint32_t least = least_of(lanes_at(w->least));
    for (int64_t at = LANES; at < groups; at += LANES) {
        uint32_t other = least_of(lanes_at(w->least + at));
        least = other < least ? other : least;
    }
    return least;
}

static inline void set_end(const World *w, uint32_t person, uint32_t key) {
    uint32_t group = person / LANES;
    uint32_t least = least_of(put(w->ends + group * LANES, person % LANES, key));
    put(w->least + group / LANES * LANES, group % LANES, least);
}

/* The tick at which a person, present now, will have worked so many ticks; IDLE if that is months away. */
static inline uint32_t end_of(const World *w, uint32_t person, uint32_t now, uint32_t day, uint32_t ticks) {
    const uint64_t *row = w->present + person * w->present_words + day / 64;
    uint32_t shift = day & 63;
    uint32_t total = now - day * DAY + ticks;
    uint32_t later = (total - 1) / DAY; /* so many days of work after today */
    uint64_t days = row[0] >> shift | row[1] << 1 << (63 - shift);
    uint32_t from = day, left = later;
    for (uint32_t here = (uint32_t)__builtin_popcountll(days); RARE(here <= left);
         here = (uint32_t)__builtin_popcountll(days)) {
        left -= here;
        from += 64;
        if (from + 128 > (uint32_t)w->present_words * 64) return IDLE;
        row++;
        days = row[0] >> shift | row[1] << 1 << (63 - shift);
    }
#ifdef __BMI2__
    uint32_t ahead = CTZ(__builtin_ia32_pdep_di(1ull << left, days));
#else
    while (left--) days &= days - 1;
    uint32_t ahead = CTZ(days);
#endif
    return (from + ahead) * DAY + total - later * DAY;
}

/* `width` is the number of words of candidates of a kind; a constant for the compiler where it is small. */
static inline __attribute__((always_inline)) int run_one(const World *given, const int64_t *restrict effort,
        int32_t *restrict start, int32_t *restrict finish, int32_t *restrict worker, const int64_t width) {
    const World copy = *given, *const w = &copy; /* so that nothing written can be one of its pointers */
    const int64_t n_kinds = w->n_kinds, groups = w->n_groups;
    const uint32_t person_bits = (uint32_t)w->person_bits, person_mask = (1u << person_bits) - 1;
    const Task *restrict tasks = w->task;
    uint64_t *restrict ready = w->ready, *restrict summary = w->summary, *restrict free = w->free;
    const uint64_t *here = w->here;
    uint64_t able = 0, waits[2] = {0, 0};
    uint32_t day = 0, next_release = 0, now;
    int64_t left = w->n_tasks;
    const uint64_t known = (1ull << n_kinds) - 1;

    memcpy(w->waits, w->waits_for, (size_t)w->n_bits);

#define OPEN_IF(number, truth) do { \
        const Task *task_ = tasks + (number); uint64_t truth_ = (truth); \
        ready[(number) >> 6] |= truth_ << ((number) & 63); \
        summary[task_->paired * 64 + task_->kind] |= truth_ << task_->word; \
        waits[task_->paired] |= truth_ << task_->kind; \
    } while (0)

#define CAN_HAVE(kind, bits) do { \
        bits = 0; for (int64_t x_ = 0; x_ < width; x_++) bits |= free[(kind) * width + x_] & here[(kind) * width + x_]; \
    } while (0)

#define TURN_TO(tick) do { \
        day = (tick) / DAY; here = w->here + day * (n_kinds + 1) * width; able = 0; \
        for (int64_t k_ = 0; k_ < n_kinds; k_++) { uint64_t bits_; CAN_HAVE(k_, bits_); able |= (uint64_t)(bits_ != 0) << k_; } \
    } while (0)

    TURN_TO(0);
    while (left) {
        uint32_t key = next_end(w, groups);
        uint32_t due = key >> person_bits, opens = w->release_tick[next_release];
        now = due < opens ? due : opens;
        if ((waits[0] | waits[1]) & known) {
            uint32_t morning = w->next_morning[day];
            now = morning < now ? morning : now;
        }
        if (RARE(now >= w->n_days * DAY)) return 0;
        if (now >= (day + 1) * DAY) TURN_TO(now);

        for (; due == now; key = next_end(w, groups), due = key >> person_bits) {
            uint32_t who = key & person_mask;
            const Person *person = w->person + who;
            set_end(w, who, IDLE);
            for (int i = 0; i < 3; i++) {
                uint32_t place = person->place[i];
                uint64_t bit = free[place >> 6] | BIT(place);
                free[place >> 6] = bit;
                able |= (uint64_t)(here[place >> 6] >> (place & 63) & 1) << person->kind[i];
            }
            uint32_t number = w->holds[who];
            const Task *task = tasks + number;
            if (task->paired && --w->open[number]) continue;
            finish[task->out] = (int32_t)now;
            left--;
            for (int i = 0; i < 2; i++) {
                uint32_t next = task->after[i];
                uint8_t count = --w->waits[next];
                OPEN_IF(next, count == 0);
            }
            for (uint32_t i = task->more; RARE(i < task->more + task->n_more); i++) {
                uint32_t next = w->more_after[i];
                uint8_t count = --w->waits[next];
                OPEN_IF(next, count == 0);
            }
        }
        for (; opens == now; opens = w->release_tick[++next_release]) {
            uint32_t number = w->release_task[next_release];
            OPEN_IF(number, 1);
        }

        for (;;) {
            uint32_t best = UINT32_MAX, chosen = 0, first = 0, second = NOBODY;
            for (uint64_t kinds = able & waits[0]; kinds; kinds &= kinds - 1) {
                uint32_t kind = CTZ(kinds), word = w->first_word[kind] + CTZ(summary[kind]);
                uint32_t number = word * 64 + CTZ(ready[word]), rank = tasks[number].rank;
                chosen = rank < best ? number : chosen;
                best = rank < best ? rank : best;
            }
            for (uint64_t kinds = able & waits[1]; RARE(kinds); kinds &= kinds - 1) {
                uint32_t kind = CTZ(kinds);
                for (uint64_t words = summary[64 + kind]; words; words &= words - 1) {
                    uint32_t word = w->first_word[n_kinds + kind] + CTZ(words);
                    for (uint64_t bits = ready[word]; bits; bits &= bits - 1) {
                        uint32_t number = word * 64 + CTZ(bits), other = tasks[number].other, count = 0;
                        if (tasks[number].rank >= best) goto next_kind;
                        if (!(able >> other & 1)) continue;
                        /* one person who is the only candidate of both cannot take both seats */
                        uint32_t one = NOBODY, two = NOBODY;
                        for (int64_t x = 0; x < width; x++) {
                            uint64_t ones = free[kind * width + x] & here[kind * width + x];
                            uint64_t twos = free[other * width + x] & here[other * width + x];
                            count += (uint32_t)(__builtin_popcountll(ones) + __builtin_popcountll(twos));
                            if (one == NOBODY && ones) one = w->candidate[(kind * width + x) * 64 + CTZ(ones)];
                            if (two == NOBODY && twos) two = w->candidate[(other * width + x) * 64 + CTZ(twos)];
                        }
                        if (count == 2 && one == two) continue;
                        chosen = number;
                        best = tasks[number].rank;
                        goto next_kind;
                    }
                }
            next_kind:;
            }
            if (best == UINT32_MAX) break;

            const Task *task = tasks + chosen;
            uint32_t kind = task->kind, paired = task->paired;
            uint64_t left_here = ready[chosen >> 6] & ~BIT(chosen);
            ready[chosen >> 6] = left_here;
            uint64_t words = summary[paired * 64 + kind] & ~((uint64_t)(left_here == 0) << task->word);
            summary[paired * 64 + kind] = words;
            waits[paired] &= ~((uint64_t)(words == 0) << kind);

#define BEST_OF(kind_, skipped, place_) do { /* the fastest, but for the candidate at a place */ \
            place_ = UINT32_MAX; \
            for (int64_t x_ = 0; x_ < width; x_++) { \
                uint64_t bits_ = free[(kind_) * width + x_] & here[(kind_) * width + x_]; \
                if ((skipped) >> 6 == (uint32_t)((kind_) * width + x_)) bits_ &= ~BIT(skipped); \
                if (bits_) { place_ = (uint32_t)((kind_) * width + x_) * 64 + CTZ(bits_); break; } \
            } } while (0)
#define PLACE_IN(kind_, who_, place_) do { place_ = UINT32_MAX; \
            for (int i_ = 0; i_ < 3; i_++) if (w->person[who_].kind[i_] == (kind_)) place_ = w->person[who_].place[i_]; \
        } while (0)
#define SEAT(place_, need_) do { \
            uint32_t seat_ = (place_), who_ = w->candidate[seat_]; \
            const Person *person_ = w->person + who_; \
            for (int i_ = 0; i_ < 3; i_++) { \
                uint32_t at_ = person_->place[i_], kind_ = person_->kind[i_]; uint64_t bits_; \
                free[at_ >> 6] &= ~BIT(at_); \
                CAN_HAVE(kind_, bits_); \
                able &= ~((uint64_t)(bits_ == 0) << kind_); \
            } \
            uint64_t ticks_ = ((uint64_t)effort[need_] * 1000 * w->reciprocal[seat_] + ((1ull << 43) - 1)) >> 43; \
            uint32_t end_ = end_of(w, who_, now, day, (uint32_t)ticks_); \
            if (RARE(end_ == IDLE)) return 0; \
            worker[need_] = (int32_t)who_; \
            w->holds[who_] = chosen; \
            set_end(w, who_, end_ << person_bits | who_); \
        } while (0)

            start[task->out] = (int32_t)now;
            BEST_OF(kind, UINT32_MAX, first);
            if (paired) {
                uint32_t other = task->other, mine;
                PLACE_IN(other, w->candidate[first], mine);
                BEST_OF(other, mine, second);
                if (RARE(second == UINT32_MAX)) { /* only the fastest can take the second seat */
                    second = mine;
                    uint32_t skipped = first;
                    BEST_OF(kind, skipped, first);
                }
                w->open[chosen] = 2;
                SEAT(second, task->need + 1);
            }
            SEAT(first, task->need);
        }
    }
    return 1;
}

/* Run replications; 0 if one of them does not end. Rows of the results lie `n_tasks` or `n_needs` apart. */
int run(const World *w, const int64_t *effort, int64_t count, int32_t *start, int32_t *finish, int32_t *worker) {
    for (int64_t row = 0; row < count; row++) {
        const int64_t *drawn = effort + row * w->n_needs;
        int32_t *starts = start + row * w->n_tasks, *ends = finish + row * w->n_tasks, *who = worker + row * w->n_needs;
        int ended = w->width == 1 ? run_one(w, drawn, starts, ends, who, 1)
                  : w->width == 2 ? run_one(w, drawn, starts, ends, who, 2)
                  : run_one(w, drawn, starts, ends, who, w->width);
        if (!ended) return 0;
    }
    return 1;
}

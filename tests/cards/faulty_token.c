/* A PKCS#11 module that passes every call on to another one, and can misbehave.
 *
 * Environment: OSYS_TOKEN_REAL, the module behind; OSYS_TOKEN_LOG, a file where the name of each
 * call is added; OSYS_TOKEN_FAULT, "C_Sign=0x32" for the value a function returns instead of
 * working, "C_Sign=hang" or "C_Sign=crash"; OSYS_TOKEN_FLAGS, bits added to the token's.
 * No header is needed: what is used of the C library is declared here.
 */

typedef unsigned long word;
typedef word (*call)(word, word, word, word, word, word);

void *dlopen(const char *, int);
void *dlsym(void *, const char *);
char *getenv(const char *);
int open(const char *, int, ...);
long write(int, const void *, unsigned long);
int close(int);
int pause(void);
void abort(void);
unsigned long strlen(const char *);
int strncmp(const char *, const char *, unsigned long);
unsigned long strtoul(const char *, char **, int);
void *memcpy(void *, const void *, unsigned long);

enum { FUNCTIONS = 68, WRITE_APPEND_CREATE = 02001, CREATE = 0100, NOW = 2, GENERAL_ERROR = 5 };
/* CK_TOKEN_INFO: label 32, manufacturer 32, model 16, serial 16, then the flags. */
enum { FLAGS_AT = 96 };

struct list {
    unsigned char major, minor;
    call function[FUNCTIONS];
};

static struct list ours, *theirs;

static void note(const char *name)
{
    const char *log = getenv("OSYS_TOKEN_LOG");
    int file = log ? open(log, WRITE_APPEND_CREATE | CREATE, 0600) : -1;
    if (file < 0)
        return;
    write(file, name, strlen(name));
    write(file, "\n", 1);
    close(file);
}

/* Return what `name` must answer instead of working, 0 when it works. */
static word fault(const char *name)
{
    const char *asked = getenv("OSYS_TOKEN_FAULT");
    unsigned long length = strlen(name);
    note(name);
    if (!asked || strncmp(asked, name, length) || asked[length] != '=')
        return 0;
    asked += length + 1;
    if (!strncmp(asked, "hang", 4))
        for (;;)
            pause();
    if (!strncmp(asked, "crash", 5))
        abort();
    return strtoul(asked, 0, 16);
}

#define PASS(place, name)                                                   \
    static word pass_##name(word a, word b, word c, word d, word e, word f) \
    {                                                                       \
        word refused = fault(#name);                                        \
        return refused ? refused : theirs->function[place](a, b, c, d, e, f); \
    }

PASS(4, C_GetSlotList)
PASS(5, C_GetSlotInfo)
PASS(12, C_OpenSession)
PASS(13, C_CloseSession)
PASS(18, C_Login)
PASS(19, C_Logout)
PASS(24, C_GetAttributeValue)
PASS(26, C_FindObjectsInit)
PASS(27, C_FindObjects)
PASS(28, C_FindObjectsFinal)
PASS(42, C_SignInit)
PASS(43, C_Sign)
PASS(0, C_Initialize)
PASS(2, C_GetInfo)

static word pass_C_GetTokenInfo(word slot, word info, word c, word d, word e, word f)
{
    const char *flags = getenv("OSYS_TOKEN_FLAGS");
    word refused = fault("C_GetTokenInfo");
    word answer = refused ? refused : theirs->function[6](slot, info, c, d, e, f);
    if (!answer && flags)
        *(word *)(info + FLAGS_AT) |= strtoul(flags, 0, 16);
    return answer;
}

word C_GetFunctionList(struct list **given)
{
    void *real = dlopen(getenv("OSYS_TOKEN_REAL"), NOW);
    word (*get)(struct list **) = real ? dlsym(real, "C_GetFunctionList") : 0;
    if (!get || get(&theirs))
        return GENERAL_ERROR;
    memcpy(&ours, theirs, sizeof ours);
    ours.function[0] = pass_C_Initialize;
    ours.function[2] = pass_C_GetInfo;
    ours.function[4] = pass_C_GetSlotList;
    ours.function[5] = pass_C_GetSlotInfo;
    ours.function[6] = pass_C_GetTokenInfo;
    ours.function[12] = pass_C_OpenSession;
    ours.function[13] = pass_C_CloseSession;
    ours.function[18] = pass_C_Login;
    ours.function[19] = pass_C_Logout;
    ours.function[24] = pass_C_GetAttributeValue;
    ours.function[26] = pass_C_FindObjectsInit;
    ours.function[27] = pass_C_FindObjects;
    ours.function[28] = pass_C_FindObjectsFinal;
    ours.function[42] = pass_C_SignInit;
    ours.function[43] = pass_C_Sign;
    *given = &ours;
    return 0;
}

"""The city's work-order platform: orders in, slips and questions back, its answers in, over signed HTTP.

Every city's interface differs (DB36/T 1180-2019 shows that standards exist; none is national). What is here
is the smallest exchange that is safe at both ends; an adapter for a real platform translates it to theirs:

    GET  /orders                    orders nobody has taken yet
    POST /orders/<ref>/taken        {"number": ours}, or /refused {"why": a sentence}
    POST /orders/<ref>/slip         the slip; answers {"receipt": …}
    POST /orders/<ref>/request      {"id", "kind": extension or return, "reason", "legal_basis", "suggested",
                                    "wanted_at", …}; answers {"receipt": …}
    GET  /decisions                 [{"id", "ref", "kind", "request", "granted", "due_at", "words"}], unheard
    GET  /callbacks                 [{"id", "ref", "reached", "contacted", "solved", "satisfied", "words",
                                    "called_at"}], unheard follow-up calls
    POST /decisions/<id>/heard      {"problem": "" or a sentence}; the same for /callbacks/<id>/heard

Each request is signed (see signing). Everything may be sent twice: the platform knows an order by its number,
we know it by (platform, number), and a slip or a question that comes again gets the receipt of the first. A
decision or call that cannot be understood is heard with a problem, so that somebody there looks at it. A
platform that does not know the last four addresses answers 404; orders and slips run on.
"""

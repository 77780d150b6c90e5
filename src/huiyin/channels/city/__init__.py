"""The city's work-order platform: orders in, slips back, over signed HTTP.

Every city's interface differs (DB36/T 1180-2019 shows that standards exist; none is national). What is here
is the smallest exchange that is safe at both ends; an adapter for a real platform translates it to theirs:

    GET  /orders                    orders nobody has taken yet
    POST /orders/<ref>/taken        {"number": ours}, or /refused {"why": a sentence}
    POST /orders/<ref>/slip         the slip; answers {"receipt": …}

Each request is signed (see signing). Everything may be sent twice: the platform knows an order by its number,
we know it by (platform, number), and a slip that comes again gets the receipt of the first.
"""
